import { LstmError } from '../../errors.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import { type Naming, type Row, saidValues } from '../../settings/table.ts'
import type { Beginning, SearchSpace } from '../../training/search/search-space.ts'

/**
 * As a training refuses settings that do nothing, a search refuses those that would do nothing in any of its trials.
 *
 * @param fixed settings that no trial changes
 * @throws LstmError 'usage' naming the first of them
 */
export function refuseIdleInSearch(
  fixed: Partial<Hyperparameters>,
  beginnings: readonly Pick<Beginning, 'base'>[],
  space: SearchSpace,
  nameOf: Naming,
): void {
  /** What a setting may be in some trial; undefined where that is a range. */
  const valuesOf = (name: keyof Hyperparameters): readonly unknown[] | undefined => {
    if (name in fixed) return [fixed[name]]
    const searched = space[name]
    if (searched && !('of' in searched)) return undefined
    return [...beginnings.map(({ base }) => base[name]), ...(searched?.of ?? [])]
  }
  for (const name of Object.keys(fixed) as (keyof Hyperparameters)[]) {
    const { appliesTo = {} }: Row = hyperparameterTable[name]
    for (const [beside, wanted] of Object.entries(appliesTo)) {
      const values = valuesOf(beside as keyof Hyperparameters)?.map(String)
      if (values === undefined || values.some(value => wanted.includes(value))) continue
      const other = saidValues(beside, [values[0]!], nameOf)
      throw new LstmError('usage', `${nameOf(name)} does nothing with ${other}, as in every trial`, {
        hint: `leave it out: it is for ${saidValues(beside, wanted, nameOf)}`,
      })
    }
  }
}
