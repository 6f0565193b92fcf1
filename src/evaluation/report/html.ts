/** A piece of HTML or SVG in which everything from outside is escaped. Only `html` makes one. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = string | number | Markup | readonly Markup[]

/** A template tag: what stands in the template is markup, what is put in is text, unless it is markup itself. */
export function html(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const texts = contents.map((content, i) => escaped(content) + pieces[i + 1]!)
  return new Markup(pieces[0]! + texts.join(''))
}

function escaped(content: Content): string {
  if (content instanceof Markup) return content.text
  if (typeof content === 'object') return content.map(({ text }) => text).join('')
  return String(content).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
