/** One line of output. Rates stand beside the times where they say more. */
export interface Measurement {
  readonly name: string
  readonly threads: number
  readonly median_ms: number
  readonly p10_ms: number
  readonly p90_ms: number
  readonly n: number
  /** The single times, for the diary; not printed. */
  readonly times_ms: readonly number[]
  readonly [rate: string]: number | string | readonly number[]
}

/** A family of benchmarks: all measurements whose names begin with its own. */
export type Benchmark = (report: (measurement: Measurement) => void) => Promise<void>

/** Milliseconds of each of n runs, after some that do not count. */
export async function timesOf(
  n: number,
  run: (index: number) => unknown,
  warmUp?: number,
): Promise<number[]> {
  return (await alternate(n, [run], warmUp))[0]!
}

/** The same for several things that are run in turn, so that all of them have the same machine. */
export async function alternate(
  n: number,
  runs: readonly ((index: number) => unknown)[],
  warmUp = Math.min(8, Math.ceil(n / 4)),
): Promise<number[][]> {
  const times: number[][] = runs.map(() => [])
  for (let index = 0; index < warmUp + n; index++) {
    for (const [which, run] of runs.entries()) {
      const begin = performance.now()
      await run(index)
      if (index >= warmUp) times[which]!.push(performance.now() - begin)
    }
  }
  return times
}

/** The upper one of two in the middle. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}

/** The times of one measurement in one line. `rates` are computed from the median in milliseconds. */
export function summary(
  name: string,
  threads: number,
  times: readonly number[],
  rates: (median: number) => Readonly<Record<string, number>> = () => ({}),
): Measurement {
  const sorted = [...times].sort((a, b) => a - b)
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!
  const median = quantile(0.5)
  return {
    name,
    threads,
    median_ms: rounded(median),
    p10_ms: rounded(quantile(0.1)),
    p90_ms: rounded(quantile(0.9)),
    n: sorted.length,
    times_ms: times.map(rounded),
    ...Object.fromEntries(Object.entries(rates(median)).map(([rate, value]) => [rate, rounded(value)])),
  }
}

/** The line that is printed: all but the single times. */
export function lineOf({ times_ms: _, ...rest }: Measurement): string {
  return JSON.stringify(rest)
}

/** To four significant digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
