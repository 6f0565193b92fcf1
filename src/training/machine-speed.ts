/** Numbers that the work goes through, about as a fit of n-grams does. */
const size = 1 << 16
/** The first rounds, which V8 does not run as fast as the others: they are not counted. */
const warmUp = 16
/** So many take longer than the turns that programs take on a core, so that what others take of it counts. */
const rounds = 60
/** The one in the middle counts: memory that the program itself gives back just then makes some slow. */
const times = 7
/** Milliseconds of a round of the work on the machine that the costs of time-plan.ts were measured on (2 cores of an AMD EPYC). */
const usual = 0.085

/**
 * How fast this machine is now, other programs on it included: 1 as the one that the costs were measured on. By the clock, so that it
 * says something else each time; takes some forty milliseconds.
 */
export function machineSpeed(now: () => number = () => performance.now()): number {
  const values = new Float64Array(size)
  let at = 1
  for (let n = 0; n < warmUp; n++) at = round(values, at)
  const taken = Array.from({ length: times }, () => {
    const begin = now()
    for (let n = 0; n < rounds; n++) at = round(values, at)
    return now() - begin
  })
  const middle = taken.sort((a, b) => a - b)[(times - 1) / 2]!
  return (usual * rounds) / Math.max(1e-3, middle)
}

function round(values: Float64Array, from: number): number {
  let at = from
  for (let n = 0; n < size; n++) {
    at = (Math.imul(at, 1664525) + 1013904223) | 0
    values[at >>> 16]! += values[n]! + 1
  }
  return at
}
