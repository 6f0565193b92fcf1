/** Numbers that the work goes through, about as a fit of n-grams does. */
const size = 1 << 16
const rounds = 64
/** Milliseconds of a round of the work on the machine that the costs of time-plan.ts were measured on (2 cores of an AMD EPYC). */
const usual = 0.16

/**
 * How fast this machine is now, other programs on it included: 1 as the one that the costs were measured on. By the clock, so that it
 * says something else each time; takes some ten milliseconds.
 */
export function machineSpeed(now: () => number = () => performance.now()): number {
  const values = new Float64Array(size)
  const begin = now()
  let at = 1
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < size; n++) {
      at = (Math.imul(at, 1664525) + 1013904223) | 0
      values[at >>> 16]! += values[n]! + 1
    }
  }
  return (usual * rounds) / Math.max(1e-3, now() - begin)
}
