import { describe } from 'vitest'
import type { Candidate, CandidateModule, Tolerances } from './conformance/candidate.ts'
import { furtherMethods } from './conformance/further-methods.ts'
import { goldens } from './conformance/goldens.ts'
import { lifecycle } from './conformance/lifecycle.ts'
import { overlap } from './conformance/overlap.ts'
import { shapes } from './conformance/shapes.ts'
import { skipGram } from './conformance/skip-gram.ts'
import { states } from './conformance/states.ts'
import { training } from './conformance/training.ts'
import { violations } from './conformance/violations.ts'

/**
 * The one suite that says what an engine is. An engine runs it in a few lines:
 *
 *     conformance('wasm', module, { tolerance: 1e-4 })
 *
 * @param tolerance of the comparisons with Theano's output and with the float64 reference engine; relative as
 * `relativeError` defines it, for each tensor by itself
 * @param trainedTolerance the same after many updates, also of how far each parameter has moved (a small
 * difference of larger numbers); 10 * tolerance where it is not given
 * @param precision what the engine's states are made of; Float32Array where it is not given
 * @param officialOnly whether it trains only as the official example does; what else there is it then has to refuse
 * @param skip why the engine cannot run here; its cases are then reported as skipped
 */
export function conformance(
  name: string,
  module: CandidateModule,
  options: Tolerances & {
    precision?: Candidate['precision']
    officialOnly?: boolean
    skip?: { reason: string } | undefined
  },
): void {
  const {
    skip,
    tolerance,
    trainedTolerance = 10 * tolerance,
    precision = Float32Array,
    officialOnly = false,
  } = options
  const candidate: Candidate = { module, tolerance, trainedTolerance, precision, officialOnly }
  const title = `the engine contract, by ${name}${skip ? ` (skipped: ${skip.reason})` : ''}`
  describe.skipIf(skip)(title, () => {
    goldens(candidate)
    shapes(candidate)
    training(candidate)
    furtherMethods(candidate)
    states(candidate)
    lifecycle(candidate)
    overlap(candidate)
    skipGram(candidate)
    violations(candidate)
  })
}
