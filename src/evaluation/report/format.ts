import { html, type Markup } from './html.ts'

/** '12.3 %' */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`
}

/** '25,000' */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** A part of the page with a heading, and a sentence that says how to read it. */
export function card(title: string, caption: string, body: Markup): Markup {
  return html`<section class="card">
<h2>${title}</h2>
<p class="caption">${caption}</p>
${body}
</section>
`
}
