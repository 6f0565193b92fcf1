import { LstmError } from '../../errors.ts'
import { button, byId, make, note } from './elements.ts'
import { namesFlags } from './without-flags.ts'

/** Runs it, and shows what it fails with. */
export function attempt(act: () => Promise<void>): void {
  act().catch(showProblem)
}

/** Says what went wrong and what to do, until the user has read it. */
export function showProblem(error: unknown): void {
  const problem = byId('problem', 'div')
  const message = error instanceof Error ? error.message : String(error)
  const hint = hintOf(error)
  problem.replaceChildren(
    make('p', {}, message),
    ...(hint === undefined ? [] : [note(hint)]),
    button('Close', withoutProblem),
  )
  problem.hidden = false
}

/** What went wrong before is no news any more: something else is begun. */
export function withoutProblem(): void {
  const problem = byId('problem', 'div')
  problem.hidden = true
  problem.replaceChildren()
}

/** Hints that name flags are for the command line. */
function hintOf(error: unknown): string | undefined {
  if (!(error instanceof LstmError)) return undefined
  const { hint, encoding } = error
  if (encoding) return 'choose how the file is written, beside its columns'
  if (hint === undefined) return undefined
  return namesFlags(hint) ? undefined : hint
}
