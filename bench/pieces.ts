/**
 *     npx tsx bench/pieces.ts TEXTS [N,N...] [-- FLAGS OF lstm predict]
 *
 * What a piece costs: `lstm predict --shard 1/N < TEXTS`, a text a line, for each N (1, 2, 5, 10 unless given), three times in turn. A row of a Markdown
 * table each: processor time of the fastest of the three, its ratio to the whole's, the memory at its peak; and from these what of
 * the work each piece does again (reading, starting): t(N) = serial + parallel / N, by least squares. Processor time hardly
 * depends on what else the machine does. It needs GNU time as /usr/bin/time. The commands run what `npm run build` has made.
 */
import { spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
const rounds = 3
const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const [texts, wanted = '1,2,5,10'] = given.slice(0, end)
const flags = given.slice(end + 1)

interface Cost {
  /** Of the processor. */
  readonly seconds: number
  readonly megabytes: number
}

if (texts === undefined) {
  console.error('usage: npx tsx bench/pieces.ts TEXTS [N,N...] [-- FLAGS OF lstm predict]')
  process.exitCode = 2
} else {
  const numbers = wanted.split(',').map(Number)
  const costs = new Map<number, Cost>()
  for (let round = 0; round < rounds; round++) {
    for (const of of numbers) {
      const cost = measure(texts, of)
      const before = costs.get(of)
      if (!before || cost.seconds < before.seconds) costs.set(of, cost)
    }
  }
  console.log('| pieces | processor time of a piece | of the whole | peak memory |')
  console.log('|---|---|---|---|')
  for (const [of, { seconds, megabytes }] of costs) {
    const share = seconds / costs.get(numbers[0]!)!.seconds
    console.log(`| ${of} | ${seconds.toFixed(2)} s | ${share.toFixed(2)} | ${Math.round(megabytes)} MB |`)
  }
  const { serial, parallel } = fitted([...costs].map(([of, { seconds }]) => [1 / of, seconds]))
  console.log('')
  console.log(`each piece again: ${serial.toFixed(2)} s, divided: ${parallel.toFixed(2)} s`)
}

function measure(path: string, of: number): Cost {
  const { status, stderr } = spawnSync(
    '/usr/bin/time',
    [
      ...['-f', '%U %S %M', process.execPath, bin, 'predict', '--quiet', '--threads', '1'],
      ...['--shard', `1/${of}`, ...flags],
    ],
    { stdio: [openSync(path, 'r'), 'ignore', 'pipe'], encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  const [user, system, kilobytes] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number) as [
    number,
    number,
    number,
  ]
  return { seconds: user + system, megabytes: kilobytes / 1e3 }
}

/** The line through points (x, y). */
function fitted(points: readonly (readonly [number, number])[]): { serial: number; parallel: number } {
  const n = points.length
  const [x, y] = [0, 1].map(k => points.reduce((sum, point) => sum + point[k]!, 0) / n) as [number, number]
  const parallel =
    points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    points.reduce((sum, [a]) => sum + (a - x) * (a - x), 0)
  return { serial: y - parallel * x, parallel }
}
