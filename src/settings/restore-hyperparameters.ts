import { type Hyperparameters, hyperparameterTable } from './hyperparameters.ts'
import { defaults, isValue, type Row, wanted } from './table.ts'

/**
 * The hyper-parameters in a model file: `stored`, checked, with the defaults of rows that it does not know yet.
 *
 * @param refuse makes the error about a setting that this version does not have, or not with such a value
 * @throws what `refuse` makes
 */
export function restoreHyperparameters(
  stored: Readonly<Record<string, unknown>>,
  refuse: (what: string) => Error,
): Hyperparameters {
  for (const [name, value] of Object.entries(stored)) {
    const row: Row | undefined = Object.hasOwn(hyperparameterTable, name)
      ? hyperparameterTable[name as keyof Hyperparameters]
      : undefined
    if (!row) throw refuse(`it has a setting ${JSON.stringify(name)}, which is not known`)
    if (!isValue(row, value)) {
      throw refuse(`its setting ${name} is ${JSON.stringify(value)}, and has to be ${wanted(row)}`)
    }
  }
  return { ...defaults(hyperparameterTable), ...stored }
}
