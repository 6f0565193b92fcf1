import { html, type Markup } from './html.ts'

/** Classes of the colours, in the order in which curves of one drawing get them. */
export const curveColours = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const

/** Which colour is whose; at most as many as there are colours. */
export function legendOf(curves: readonly { readonly name: string }[]): Markup {
  return html`<p class="legend">${curves.map(({ name }, i) => html`<span class="${curveColours[i]!}">${name}</span> `)}</p>
`
}
