import { fileInput } from '../data/input/input.ts'
import { silent } from '../data/reading.ts'
import { openTable } from '../data/rows/open-table.ts'
import { LstmError } from '../errors.ts'
import { type Costs, uncertainLabel } from '../model/rule.ts'

/**
 * What answers cost: a table with the true label in its first column and a column for each answer.
 *
 * @throws LstmError 'data' where it is not of these labels
 */
export async function readCosts(path: string, labels: readonly string[]): Promise<Costs> {
  const input = await fileInput(path).catch(error => {
    if (error instanceof LstmError) throw error
    throw new LstmError('data', `${path} does not exist or cannot be read`, {
      hint: 'name a table with a row and a column for each label',
      cause: error,
    })
  })
  const hint = `name the columns: label,${labels.slice(0, 3).join(',')}${labels.length > 3 ? ',...' : ''}; and a row for each label`
  const table = await openTable('csv', input, { labelColumn: '1', header: true }, 'label', silent)
  const costs = new Map<string, ReadonlyMap<string, number>>()
  for await (const row of table?.rows ?? []) {
    if (row instanceof LstmError) throw row
    const [label, ...values] = row.values.map(String)
    const numbers = values.map((value, i) => {
      const number = value.trim() === '' ? Number.NaN : Number(value)
      if (Number.isFinite(number)) return [row.columns[i + 1]!.trim(), number] as const
      throw new LstmError('data', `${row.place}: the cost '${value}' is no number`, { hint })
    })
    if (costs.has(label!.trim()))
      throw new LstmError('data', `${row.place}: '${label!.trim()}' has a row already`, { hint })
    costs.set(label!.trim(), new Map(numbers))
  }
  const costOf = (label: string, answer: string) => {
    const cost = costs.get(label)?.get(answer)
    if (cost !== undefined) return cost
    throw new LstmError('data', `${path} has no cost for '${label}' answered with '${answer}'`, { hint })
  }
  const answers = (table?.columns ?? []).slice(1).map(column => column.trim())
  const known = new Set(labels)
  const strange = [...costs.keys(), ...answers].find(
    label => !known.has(label) && !(label === uncertainLabel && answers.includes(label)),
  )
  if (strange !== undefined)
    throw new LstmError('data', `${path}: the model has no label '${strange}'`, { hint })
  const abstains = answers.includes(uncertainLabel) && !labels.includes(uncertainLabel)
  return {
    answers: labels.map(label => labels.map(answer => costOf(label, answer))),
    ...(abstains && { uncertain: labels.map(label => costOf(label, uncertainLabel)) }),
  }
}
