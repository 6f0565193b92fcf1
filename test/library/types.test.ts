/** Checked by `npm run check`: a wrong type does not compile. Nothing here runs. */
import { expectTypeOf, it } from 'vitest'
import {
  type Answer,
  type Explanation,
  evaluate,
  type Likelihood,
  type load,
  type Measured,
  resume,
  type TextModel,
  type TrainingEvent,
  train,
} from '../../src/index.ts'

type Mood = 'negative' | 'positive'
declare const model: TextModel<Mood>
declare const explain: boolean

// biome-ignore lint/correctness/noUnusedVariables: it is for the compiler
async function answers() {
  const plain = await model.predict('text')
  expectTypeOf(plain.label).toEqualTypeOf<Mood>()
  expectTypeOf(plain.probabilities).toEqualTypeOf<readonly Likelihood<Mood>[]>()
  expectTypeOf(await model.predict(['a', 'b'])).toEqualTypeOf<Answer<Mood>[]>()
  expectTypeOf((await model.predict('text', { abstain: 0.9 })).label).toEqualTypeOf<Mood | 'uncertain'>()
  expectTypeOf((await model.predict('text', { topK: 2 })).top).toEqualTypeOf<readonly Likelihood<Mood>[]>()
  expectTypeOf((await model.predict('text', { explain: true })).explanation).toEqualTypeOf<Explanation>()
  expectTypeOf(await model.predict('text', { explain: false })).not.toHaveProperty('explanation')
  const maybe = await model.predict('text', { explain })
  expectTypeOf(maybe.explanation).toEqualTypeOf<Explanation | undefined>()
  for await (const answer of model.predictAll(['a'], { explain: true })) {
    expectTypeOf(answer.explanation).toEqualTypeOf<Explanation>()
  }
  // @ts-expect-error: no such label
  await model.predict('text', { threshold: { label: 'good', probability: 0.5 } })
  // @ts-expect-error: no such option
  await model.predict('text', { explains: true })
  // @ts-expect-error: no text
  await model.predict(5)
}

// biome-ignore lint/correctness/noUnusedVariables: it is for the compiler
async function trainings(named: typeof load<Mood>) {
  expectTypeOf(await named('path')).toEqualTypeOf<TextModel<Mood>>()
  const rows = [
    { text: 'a', label: 'x' as const },
    { text: 'b', label: 'y' as const },
  ]
  const training = train(rows, { preset: 'best', seed: 1, maxEpochs: 2 })
  expectTypeOf(await training.model).toEqualTypeOf<TextModel<'x' | 'y'>>()
  for await (const event of training) expectTypeOf(event).toEqualTypeOf<TrainingEvent>()
  expectTypeOf(await evaluate(await training.model, rows)).toEqualTypeOf<Measured>()
  // @ts-expect-error: another label
  await evaluate(await training.model, [{ text: 'a', label: 'z' }])
  // @ts-expect-error: no such setting
  train(rows, { bathSize: 4 })
  // @ts-expect-error: no such value
  train(rows, { optimizer: 'adamw' })
  // @ts-expect-error: it would change what an update does
  resume('folder', { batchSize: 4 })
  // @ts-expect-error: a row has a text
  train([{ label: 'x' }])
}

it('compiles', () => {})
