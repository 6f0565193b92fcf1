import { train } from '../../src/index.ts'

const words = { good: ['good', 'fine', 'great', 'lovely'], bad: ['bad', 'poor', 'awful', 'dull'] } as const

/**
 * The bytes of a model that tells good from bad, trained in a moment.
 *
 * @param seed another one gives another model
 * @param names what it calls them
 */
export async function smallModel(seed = 1, names = { good: 'good', bad: 'bad' }): Promise<Uint8Array> {
  const rows = Array.from({ length: 120 }, (_, n) => {
    const label = n % 2 ? ('good' as const) : ('bad' as const)
    return { text: `a ${words[label][(n >> 1) % 4]} film number ${n % 7}`, label: names[label] }
  })
  const settings = { tokenizer: 'words', dimension: 8, maxEpochs: 10, validationPortion: 0.2 } as const
  await using model = await train(rows, {
    ...{ ...settings, optimizer: 'adam', learningRate: 0.02, preset: 'official', maxlen: 0, seed },
  }).model
  return model.toBytes()
}
