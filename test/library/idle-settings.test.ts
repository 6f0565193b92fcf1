import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import type { TrainOptions } from '../../src/library/checked-training.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { type Hyperparameters, hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { presets } from '../../src/settings/presets.ts'
import { defaults, type Row } from '../../src/settings/table.ts'

const rows = Array.from({ length: 60 }, (_, n) => {
  const words = Array.from({ length: 3 + (n % 9) }, (_, t) => `word${(n * 7 + t * 3) % 23}`).join(' ')
  return { text: `${n % 2 ? 'Good' : "Bad, isn't"} film ${words} ไทยสนุก`, label: n % 3 ? 'up' : 'down' }
})

/** Another value than the usual one, and than small values that the presets below have. */
function another(name: string, row: Row, usual: unknown): unknown {
  switch (row.kind) {
    case 'switch':
      return !usual
    case 'choice':
      return row.choices.find(choice => choice !== usual)
    case 'text':
      return name === 'metric' ? 'macro-f1' : 'balanced'
    case 'integer':
      return usual === 2 ? 3 : 2
    case 'number':
      return usual === 0.3 ? 0.4 : 0.3
  }
}

/** All that comes of a training but the names of the settings: its events, and the model's own parts. */
async function outcome(options: TrainOptions): Promise<string> {
  const training = trainHere(rows, options)
  const events: unknown[] = []
  for await (const event of training) {
    if (event.event === 'progress') continue
    const { hyperparameters: _, seconds: __, ...rest } = { ...event } as unknown as Record<string, unknown>
    events.push(rest)
  }
  await using model = await training.model
  const answers = await model.predict(rows.map(({ text }) => text))
  return JSON.stringify([events, answers])
}

/** Acts or is refused; the others say how often something is done that cannot be seen from here. */
const unseen = new Set(['heldOutAnswers', 'saveInterval', 'evaluationBatchSize', 'minutes', 'fingerprint'])

const small = { preset: 'official', tokenizer: 'words', maxlen: 0, dimension: 4, vocabularySize: 20 } as const
const parts: Readonly<Record<string, TrainOptions>> = {
  'n-grams alone': { preset: 'auto', network: false },
  'a network alone': { ...small, maxEpochs: 12, validationInterval: 1, validationPortion: 0.2, testSize: 0 },
}

describe('no setting is passed over', () => {
  it.each([
    [
      'testSize',
      { preset: 'auto', testSize: 5 },
      undefined,
      /testSize does nothing where no text is held out/,
    ],
    [
      'testPortion',
      { preset: 'auto', testPortion: 0.5 },
      rows.slice(0, 9),
      /testPortion does nothing: .* its own/,
    ],
    ['metric', { preset: 'auto', metric: 'cost' }, undefined, /metric does nothing with network false/],
    [
      'saveInterval',
      { preset: 'auto', saveInterval: 5 },
      undefined,
      /saveInterval does nothing with network false/,
    ],
  ] as const)(
    '%s is refused where the texts decide that there is nothing for it to do',
    async (_, options, test, message) => {
      await expect(trainHere(rows, { ...options, test }).model).rejects.toThrow(message)
    },
  )

  for (const [what, options] of Object.entries(parts)) {
    it(`of ${what}: each changes what comes of a training, or is refused`, { timeout: 120_000 }, async () => {
      const usual = { ...defaults(hyperparameterTable), ...presets[options.preset!], ...options } as Record<
        string,
        unknown
      >
      const before = await outcome(options)
      const idle: string[] = []
      for (const [name, row] of Object.entries(hyperparameterTable)) {
        if (name in options || unseen.has(name)) continue
        const value = another(name, row as Row, usual[name])
        try {
          if ((await outcome({ ...options, [name as keyof Hyperparameters]: value })) === before)
            idle.push(name)
        } catch (error) {
          if (!(error instanceof LstmError)) throw error
        }
      }
      expect(idle).toEqual([])
    })
  }
})
