/** Exported as a type alone: only `html` makes one. */
class SafeMarkup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  get text(): string {
    return this.#text
  }
}

/** A piece of HTML or SVG in which everything from outside is escaped. Only `html` makes one. */
export type Markup = SafeMarkup

type Content = string | number | Markup | readonly Markup[]

/** A template tag: what stands in the template is markup, what is put in is text, unless it is markup itself. */
export function html(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const texts = contents.map((content, i) => escaped(content) + pieces[i + 1]!)
  return new SafeMarkup(pieces[0]! + texts.join(''))
}

function escaped(content: Content): string {
  if (content instanceof SafeMarkup) return content.text
  if (Array.isArray(content)) return content.map(escaped).join('')
  return String(content).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
