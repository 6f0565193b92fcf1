import { html } from './html.ts'

/** The looks of the page, in light and dark as the reader's system has it. */
export const style = html`<style>
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --ink: #1b1f24; --muted: #5d6670; --rule: #dfe3e8;
  --first: #2563c9; --second: #b4471d; --third: #1a7457;
  --fourth: #8a3fb0; --fifth: #8a6400; --sixth: #b02a5b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1216; --card: #181c22; --ink: #e7eaee; --muted: #9aa4af; --rule: #2c333c;
    --first: #6ea4ff; --second: #ff9563; --third: #4fc79d;
    --fourth: #c99af0; --fifth: #e0b64d; --sixth: #ff8fb8;
  }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2.5rem 1.25rem; max-width: 1120px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif }
h1 { margin: 0 0 .75rem; font-size: 1.7rem; letter-spacing: -.01em }
h2 { margin: 0; font-size: 1.05rem }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: 0 0 1.5rem; color: var(--muted) }
.facts div { display: flex; gap: .5rem }
.facts .whole { white-space: nowrap }
.facts dd { margin: 0; color: var(--ink); overflow-wrap: anywhere }
.card { padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--rule); border-radius: 10px }
.scroll { overflow-x: auto }
/* What can be scrolled fades out where it goes on; where nothing can, the animation has no time. */
@supports (animation-timeline: scroll()) {
  .scroll { animation: more linear; animation-timeline: scroll(self inline);
    mask: linear-gradient(to left, rgb(0 0 0 / var(--end, 1)), black 2rem) }
}
@keyframes more { from { --end: .1 } to { --end: 1 } }
.scroll:focus-visible { outline: 2px solid var(--first); outline-offset: 4px }
.card > .facts, .scroll > .facts { margin: 0 }
.scroll > p { margin: 0 0 .6rem }
.tiles { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0 }
.tiles > * { flex: 1 1 225px }
.tiles dt { color: var(--muted) }
.tiles dd { margin: 0; font-size: 1.7rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums }
.tiles .note { font-size: .78rem; font-weight: 400; color: var(--muted) }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 1rem }
.pair > :last-child:nth-child(odd) { grid-column: 1 / -1 }
.caption { margin: .2rem 0 .9rem; color: var(--muted); font-size: .85rem }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .45rem .5rem; text-align: right; border-bottom: 1px solid var(--rule) }
td, thead th { white-space: nowrap }
td.words { min-width: 14rem; white-space: normal }
th { font-weight: 500; color: var(--muted) }
th:first-child { min-width: 6.5rem; max-width: 14rem; text-align: left; overflow-wrap: break-word }
tbody tr:last-child > * { border-bottom: 0 }
.confusion { border-collapse: separate; border-spacing: 4px }
.confusion th, .confusion td { border: 0; text-align: center }
.confusion th:first-child { min-width: 5.4rem; text-align: left }
.confusion thead th { min-width: 4rem; max-width: 9rem; padding-inline: .2rem; font-size: .82rem; white-space: normal; overflow-wrap: break-word }
.confusion td { padding: 1.1rem .25rem; border-radius: 6px; line-height: 1.35;
  background: color-mix(in srgb, var(--hue) calc(var(--share) * 45% + 4%), transparent) }
.confusion strong { font-size: 1.15rem }
.right, .for { --hue: var(--first) }
.wrong, .against { --hue: var(--second) }
.on-phone { display: none }
svg { display: block; width: 100%; height: auto }
svg text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums }
svg .axis { fill: var(--ink) }
.grid { stroke: var(--rule); fill: none }
.guide { stroke: var(--muted); stroke-dasharray: 5 4; fill: none }
.whisker { stroke: var(--ink); stroke-width: 1.5; stroke-opacity: .7 }
.line { stroke: currentColor; stroke-width: 2; fill: none; stroke-linejoin: round; stroke-linecap: round }
.area { fill: currentColor; fill-opacity: .12 }
.bar { fill: currentColor; fill-opacity: .45 }
.dot { fill: currentColor; stroke: var(--card); stroke-width: 1.5 }
.first { color: var(--first) }
.second { color: var(--second) }
.third { color: var(--third) }
.fourth { color: var(--fourth) }
.fifth { color: var(--fifth) }
.sixth { color: var(--sixth) }
.words { text-align: left }
.words span { display: inline-block; margin-right: .7rem }
.words small { color: var(--muted) }
.legend { margin: 0; font-size: .85rem }
div + .legend { margin-top: .6rem }
.legend span { display: inline-block; max-width: 100%; margin-right: 1rem; font-weight: 600 }
.legend span::before { content: ''; display: inline-block; width: 1.1rem; height: 3px; margin-right: .45rem;
  vertical-align: middle; border-radius: 2px; background: currentColor }
.mistakes { margin: 0; padding-left: 2.2rem }
.mistakes li { padding: .7rem 0; border-top: 1px solid var(--rule) }
.mistakes li:first-child { border-top: 0; padding-top: 0 }
.mistakes p { margin: 0 0 .2rem; overflow-wrap: anywhere }
summary { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden;
  cursor: pointer; color: var(--muted); font-size: .9rem; overflow-wrap: anywhere }
details[open] summary { display: block }
mark { padding: 0 .15em; border-radius: 3px; color: var(--ink);
  background: color-mix(in srgb, var(--hue) calc(var(--share) * 40%), transparent) }
summary { white-space: pre-line }
.more > summary { display: list-item; margin: .4rem 0; color: var(--first) }
.finding .caption { color: var(--ink); font-size: 1rem }
.finding > :last-child { margin-bottom: 0 }
.severity { margin-right: .5rem; text-transform: uppercase; letter-spacing: .04em; font-size: .78rem }
.error { color: var(--second) }
.warning { color: var(--fifth) }
.note { color: var(--muted) }
.groups { margin: .3rem 0 0; font-size: .85rem; color: var(--muted) }
.groups span { display: inline-block; max-width: 100%; margin-right: .8rem; padding: 0 .3em; border-bottom: 2px solid var(--hue) }
u { text-decoration: underline dotted; text-underline-offset: 3px }
footer { margin-top: 1.25rem; color: var(--muted); font-size: .82rem }
@media (max-width: 600px) {
  body { padding: 1.25rem .75rem }
  .card { padding: .9rem .8rem }
  .tiles { gap: .6rem }
  .tiles > * { flex-basis: 140px }
  .tiles dd { font-size: 1.35rem }
  .confusion td { padding: .6rem .2rem }
  table { font-size: .82rem }
  th, td { padding: .4rem .25rem }
  td.words { min-width: 11rem }
  .narrow th:first-child { min-width: 5.1rem }
  .narrow thead th { white-space: normal }
  .on-desk { display: none }
  .on-phone { display: block }
  svg text { font-size: 14px }
}
@media print { summary { display: block } .card { break-inside: avoid-page } }
</style>`
