/** What was measured when: bench/runs/ keeps the single times of named machines, so that a later run can be held against an earlier one. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { Random } from '../src/random.ts'
import { type Measurement, median } from './measure.ts'

export interface Run {
  readonly machine: string
  /** ISO 8601. */
  readonly date: string
  /** Of the tree; with a + where it had changes that are not committed. */
  readonly commit: string
  readonly node: string
  readonly v8: string
  readonly cpu: string
  readonly cores: number
  readonly memory_gb: number
  /** Processes that wanted a core in the minute before: more than 1 says that figures of time are not to be trusted. */
  readonly load: number
  readonly measurements: readonly Measurement[]
}

/** @param load the machine's load before the measurements began */
export function runOf(machine: string, load: number, measurements: readonly Measurement[]): Run {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  return {
    machine,
    date: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+'),
    node: process.version,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    load,
    measurements,
  }
}

export function currentLoad(): number {
  return loadavg()[0]!
}

/** By processor and cores: 'intel-xeon-e5-2-cores'. */
export function machineName(): string {
  const model = (cpus()[0]?.model ?? 'unknown').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `${model.replaceAll(/^-|-$/g, '')}-${cpus().length}-cores`
}

/** Writes a run beside the others, one measurement a line. @returns the path */
export function saveRun(folder: string, run: Run): string {
  mkdirSync(folder, { recursive: true })
  const { measurements, ...rest } = run
  const lines = measurements.map(measurement => JSON.stringify(measurement)).join(',\n')
  const head = JSON.stringify(rest, undefined, 2).slice(0, -2)
  const path = join(folder, `${run.date.replaceAll(':', '').slice(0, 17)}Z-${run.machine}.json`)
  writeFileSync(path, `${head},\n  "measurements": [\n${lines}\n]}\n`, { flag: 'wx' })
  return path
}

/** The newest run of a machine, or undefined. */
export function lastRun(folder: string, machine: string): Run | undefined {
  const all = existsSync(folder) ? readdirSync(folder) : []
  const names = all.filter(name => name.endsWith(`Z-${machine}.json`))
  const newest = names.sort().at(-1)
  return newest === undefined ? undefined : JSON.parse(readFileSync(join(folder, newest), 'utf8'))
}

export interface Change {
  readonly name: string
  /** Median now by median then; below 1 is faster. */
  readonly ratio: number
  /** Where 95 of 100 such ratios lie when the single times are drawn anew: a change is one if 1 lies outside. */
  readonly low: number
  readonly high: number
}

/** What both runs measured, with the same threads. The noise is that within the runs; what differs between two days comes on top. */
export function changes(then: Run, now: Run): Change[] {
  return now.measurements.flatMap(({ name, threads, times_ms }) => {
    const before = then.measurements.find(other => other.name === name && other.threads === threads)
    if (before === undefined) return []
    const random = new Random(1)
    const drawn = (times: readonly number[]) => times.map(() => times[random.integer(times.length - 1)]!)
    const ratios = Array.from(
      { length: 1000 },
      () => median(drawn(times_ms)) / median(drawn(before.times_ms)),
    )
    ratios.sort((a, b) => a - b)
    return [
      {
        name: threads === 1 ? name : `${name} x${threads}`,
        ratio: median(times_ms) / median(before.times_ms),
        low: ratios[25]!,
        high: ratios[974]!,
      },
    ]
  })
}

/** One line a change: 'update-b16   0.93 (0.91 to 0.96) faster'. */
export function changeLine({ name, ratio, low, high }: Change): string {
  const verdict = high < 1 ? 'faster' : low > 1 ? 'slower' : 'within the noise'
  return `${name.padEnd(34)} ${ratio.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) ${verdict}`
}
