/** The page's elements. Whatever comes from outside becomes text, never markup: nothing here takes a string of HTML. */

/** The element with this id. */
export function byId<Tag extends keyof HTMLElementTagNameMap>(
  id: string,
  tag: Tag,
): HTMLElementTagNameMap[Tag] {
  const element = document.getElementById(id)
  if (element?.localName !== tag) throw new Error(`the page has no ${tag} #${id}`)
  return element as HTMLElementTagNameMap[Tag]
}

/** A new element. Children that are strings become text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

export function makeSvg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button' }, text)
  element.addEventListener('click', onClick)
  return element
}

export function note(text: string): HTMLParagraphElement {
  return make('p', { class: 'note' }, text)
}

/** A table with a heading in each row's first cell, where there are row headings. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLTableElement {
  const head = make('tr', {}, ...heads.map(text => make('th', { scope: 'col' }, text)))
  const body = rows.map(cells => make('tr', {}, ...cells.map(text => make('td', {}, text))))
  return make(
    'table',
    attributes,
    make('caption', {}, caption),
    make('thead', {}, head),
    make('tbody', {}, ...body),
  )
}

/** A region that scrolls sideways, by the keyboard as well. */
export function scrolled(name: string, content: Node): HTMLDivElement {
  return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name }, content)
}

/** Hands the user a file. */
export function handOver(name: string, contents: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([contents], { type }))
  make('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
