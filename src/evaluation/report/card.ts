import { html, type Markup } from './html.ts'

/** A part of the page with a heading, and a sentence that says how to read it. */
export function card(title: string, caption: string, body: Markup): Markup {
  return html`<section class="card">
<h2>${title}</h2>
<p class="caption">${caption}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${title}">${body}</div>
</section>
`
}
