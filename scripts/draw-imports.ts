/**
 *     npm run map
 *
 * Draws docs/import-map.svg: the rooms of src/ and which of them stands on which, read off the import lines. A test holds it equal to them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { floors, roomsUnder } from './source-imports.ts'

export const mapFile = new URL('../docs/import-map.svg', import.meta.url)

const [row, left, width] = [30, 452, 860]
const rooms = floors.toReversed()
const middle = (room: string) => 30 + row * rooms.indexOf(room)

/** An arrow a pair of rooms: strong where nothing between the two says it already. */
export function importMap(): string {
  const under = new Map(floors.map(room => [room, roomsUnder(room)]))
  const standsOn = (room: string, other: string): boolean =>
    under.get(room)!.some(next => next === other || standsOn(next, other))
  const arrows = rooms.flatMap(room =>
    under.get(room)!.map(other => {
      const said = under.get(room)!.some(between => between !== other && standsOn(between, other))
      return { room, other, strength: said ? 'faint' : 'strong' }
    }),
  )
  const drawn = arrows
    .toSorted((a, b) => a.strength.localeCompare(b.strength))
    .map(({ room, other, strength }) => arrow(room, other, strength))
  const height = middle(rooms.at(-1)!) + 66
  return `<!-- Made by \`npm run map\`. -->
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
  <title id="title">What stands on what</title>
  <desc id="desc">${rooms.map(room => `${room}: ${under.get(room)!.join(', ') || 'the ground alone'}`).join('. ')}.</desc>
  <style>
    .paper { fill: #ffffff }
    text { font: 13px system-ui, 'DejaVu Sans', sans-serif; fill: #59636e }
    .room { font: bold 14px ui-monospace, 'DejaVu Sans Mono', monospace; fill: #1f2328 }
    path { fill: none; stroke-width: 1 }
    .strong { stroke: #0969da; stroke-width: 2.2 }
    .faint { stroke: #c4cad1 }
    .tip.strong { fill: #0969da; stroke: none }
    .tip.faint { fill: #c4cad1; stroke: none }
    .floor { stroke: #d1d9e0 }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #0d1117 }
      text { fill: #9198a1 }
      .room { fill: #e6edf3 }
      .strong { stroke: #4493f8 }
      .faint { stroke: #3d444d }
      .tip.strong { fill: #4493f8 }
      .tip.faint { fill: #3d444d }
      .floor { stroke: #3d444d }
    }
  </style>
  <rect width="100%" height="100%" rx="12" class="paper"/>
${rooms.map(room => `  <text x="20" y="${middle(room) + 5}" class="room">${room}/</text><text x="140" y="${middle(room) + 4}">${purpose(room)}</text>`).join('\n')}
  <path class="floor" d="M20 ${height - 46}H${width - 20}"/>
  <text x="20" y="${height - 20}">An arrow: imports from. Strong: no other way leads there. All of them stand on the ground, the files beside the rooms.</text>
${drawn.join('\n')}
</svg>
`
}

/** An arc down the right side; the farther, the wider. */
function arrow(room: string, other: string, strength: string): string {
  const [from, to] = [middle(room) - 3, middle(other) + 3]
  const wide = left + 26 + ((to - from) / (row * rooms.length)) * 470
  return `  <path class="${strength}" d="M${left} ${from}C${wide.toFixed(0)} ${from} ${wide.toFixed(0)} ${to} ${left + 6} ${to}"><title>${room} imports from ${other}</title></path><path class="tip ${strength}" d="M${left} ${to}l8 -4v8z"/>`
}

/** What ARCHITECTURE.md says that a room is, as far as there is room for it. */
function purpose(room: string): string {
  const table = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8')
  const said = new RegExp(`^\\| \`${room}/\` \\| (.*?) \\|`, 'm').exec(table)?.[1]
  if (said === undefined) throw new Error(`ARCHITECTURE.md does not say what ${room}/ is`)
  const [first] = said.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').split(/[:;(]/)
  const fitting = first!.length > 48 ? first!.slice(0, first!.lastIndexOf(',', 48)) : first!
  return fitting.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(mapFile, importMap())
