import { anyObject, type JsonSchema, listOf, number, objectOf, string, wholeNumber } from './json-schema.ts'

const meanAndSpread = objectOf({ mean: number, spread: number })

const numbers = listOf(number)

const run = objectOf({
  seed: wholeNumber,
  parameters: wholeNumber,
  curve: { ...numbers, description: 'training error by epoch' },
  trainingError: { ...numbers, description: 'by output, as freshError is' },
  freshError: numbers,
  seconds: number,
  example: objectOf({ target: numbers, predicted: numbers }),
})

const cells = listOf(
  objectOf({
    cell: string,
    parameters: wholeNumber,
    trainingError: meanAndSpread,
    freshError: meanAndSpread,
    freshErrorByOutput: listOf(meanAndSpread),
    seconds: meanAndSpread,
    runs: listOf(run),
  }),
)

/** What `lstm lag --json` prints. */
export const lagSchema: JsonSchema = objectOf({
  settings: anyObject('the settings of the study, as lstm lag --help names them'),
  comparison: cells,
  ablation: listOf(objectOf({ change: string, name: string, cells })),
})
