import { html, type Markup } from './html.ts'
import { style } from './style.ts'

/** Names and values, in a few words each. */
export type Facts = readonly (readonly [name: string, value: string])[]

interface Page {
  readonly title: string
  readonly facts: Facts
  /** What stands between head and foot. */
  readonly body: Markup
  /** The command that writes such pages. */
  readonly command: string
}

/** One HTML page that needs nothing else: no network, no script. Its content policy forbids scripts and loading besides. */
export function page({ title, facts, body, command }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${style}
</head>
<body>
<header>
<h1>${title}</h1>
${factList(facts)}
</header>
<main>
${body}</main>
<footer>Written by ${command}.</footer>
</body>
</html>
`.text
}

export function factList(facts: Facts): Markup {
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${unbroken(value)}</dd></div>`)}</dl>
`
}

/** Flags in a line, which a browser would else break after each hyphen. */
function unbroken(value: string): string | Markup {
  if (!value.startsWith('--')) return value
  return html`${value.split(' ').map(word => html`<span class="whole">${word}</span> `)}`
}
