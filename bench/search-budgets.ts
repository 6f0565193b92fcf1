/**
 *     npx tsx bench/search-budgets.ts DATA [--seconds S,S...] [--sizes BYTES,BYTES...] [-- FLAGS OF lstm search]
 *
 * Whether a search keeps its bounds: `lstm search --data DATA --minutes M --size BYTES` for 20 times of 30 to 120 seconds, or those given, with
 * the sizes in turn (200 KB, 2 MB and none unless given), each with a cache of its own, so that reading the data is part of the time. A row
 * of a Markdown table each: the seconds by the clock, from the start of the process to its end, and the bytes of the model. It exits with 1 where one
 * took more than a twentieth over its time, or is larger than it may be. The commands run what `npm run build` has made.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
/** Searches, evenly from the least to the most seconds. */
const usual = { searches: 20, least: 30, most: 120, sizes: '200000,2000000,' } as const
/** Of the time. */
const tolerance = 0.05

const given = process.argv.slice(2)
const end = given.includes('--') ? given.indexOf('--') : given.length
const { positionals, values } = parseArgs({
  args: given.slice(0, end),
  allowPositionals: true,
  options: { seconds: { type: 'string' }, sizes: { type: 'string', default: usual.sizes } },
})
const [data] = positionals
const flags = given.slice(end + 1)

if (data === undefined) {
  console.error(
    'usage: npx tsx bench/search-budgets.ts DATA [--seconds S,S...] [--sizes BYTES,BYTES...] [-- FLAGS OF lstm search]',
  )
  process.exitCode = 2
} else {
  const step = (usual.most - usual.least) / (usual.searches - 1)
  const times =
    values.seconds?.split(',').map(Number) ??
    Array.from({ length: usual.searches }, (_, n) => Math.round(usual.least + n * step))
  const sizes = values.sizes.split(',')
  console.log('| seconds | took | of its time | trials | --size | model |')
  console.log('|---|---|---|---|---|---|')
  const kept = times.map((seconds, n) => measure(data, seconds, sizes[n % sizes.length]!))
  console.log('')
  console.log(`${kept.filter(Boolean).length} of ${kept.length} kept time and size`)
  if (!kept.every(Boolean)) process.exitCode = 1
}

/** Prints the row of one search, and gives back whether it kept its bounds. @param size bytes; '': as many as it likes */
function measure(data: string, seconds: number, size: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-budget-'))
  const out = join(folder, 'out')
  try {
    const bounds = ['--minutes', String(seconds / 60), ...(size === '' ? [] : ['--size', size])]
    const begin = performance.now()
    const { status, stderr } = spawnSync(
      process.execPath,
      [bin, 'search', '--data', data, ...bounds, '--out', out, ...flags],
      { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } },
    )
    const took = (performance.now() - begin) / 1000
    if (status !== 0) throw new Error(`the search exited with ${status}:\n${stderr}`)
    const bytes = statSync(join(out, 'best.safetensors')).size
    const trials = readFileSync(join(out, 'trials.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .filter(event => event.event === 'trial' && event.seconds > 0)
    const share = `${((100 * took) / seconds).toFixed(1)} %`
    console.log(`| ${[seconds, took.toFixed(1), share, trials.length, size || 'none', bytes].join(' | ')} |`)
    return took <= (1 + tolerance) * seconds && (size === '' || bytes <= Number(size))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
