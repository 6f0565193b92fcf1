/**
 * Which trial comes next: successive halving in brackets (L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh and A. Talwalkar, "Hyperband", JMLR
 * 18, 2018). Trials begin on a part of the texts, and the best third of a bracket goes on with three times as many, until one is left
 * that is trained on all. Trial 0, with settings that nobody searched for, has all texts at once: there is always a model to beat.
 */
import { power } from '../../transcendental.ts'

/** The best of so many goes on, with as many times more texts. */
const factor = 3
/** Fewer texts say nothing of how settings do with many. */
const leastTexts = 5000
const mostRungs = 2

/** A trial on the share 3^(rung - rungs) of the texts; on all of them at the last rung. */
export interface Step {
  readonly trial: number
  /** 0..rungs */
  readonly rung: number
}

/** A step that is done. */
export interface StepDone extends Step {
  /** Less is better; infinite where it failed or was left out. */
  readonly badness: number
}

interface HalvingOptions {
  /** The last rung; 0: every trial has all texts at once. */
  readonly rungs: number
  /** Trials at most. */
  readonly trials: number
  /** Only the trials whose number leaves the rest `index` are made, of shards 0..of-1. */
  readonly shard: { readonly index: number; readonly of: number }
}

/** How many times the texts can be divided. */
export function rungsFor(texts: number): number {
  let rungs = 0
  while (rungs < mostRungs && texts / power(factor, rungs + 1) >= leastTexts) rungs++
  return rungs
}

/** The share of the texts, in (0, 1]. */
export function shareOf(rung: number, rungs: number): number {
  return 1 / power(factor, rungs - rung)
}

/** What follows on these steps; undefined when all trials are through. The same steps have the same one follow. */
export function nextStep(
  done: readonly StepDone[],
  { rungs, trials, shard }: HalvingOptions,
): Step | undefined {
  const badness = new Map(done.map(({ trial, rung, badness }) => [`${trial} ${rung}`, badness]))
  const of = (trial: number, rung: number) => badness.get(`${trial} ${rung}`)
  const mine = (trial: number) => trial < trials && trial % shard.of === shard.index
  if (mine(0) && of(0, rungs) === undefined) return { trial: 0, rung: rungs }
  const size = power(factor, rungs)
  for (let first = 1; first < trials; first += size) {
    let bracket = Array.from({ length: size }, (_, n) => first + n).filter(mine)
    for (let rung = 0; rung <= rungs; rung++) {
      const open = bracket.find(trial => of(trial, rung) === undefined)
      if (open !== undefined) return { trial: open, rung }
      bracket = bracket
        .filter(trial => Number.isFinite(of(trial, rung)))
        .sort((a, b) => of(a, rung)! - of(b, rung)! || a - b)
        .slice(0, Math.ceil(bracket.length / factor))
    }
  }
  return undefined
}
