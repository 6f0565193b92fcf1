import { describe, expect, it } from 'vitest'
import { tokeniseRows } from '../../src/data/labelled-rows.ts'
import { MemoryStore } from '../../src/index.ts'
import { resumedOpening } from '../../src/library/resume.ts'
import { LabelledTraining, runHere, trainHere } from '../../src/library/start-training.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'

const rows = Array.from({ length: 40 }, (_, n) => ({
  text: `${n % 2 ? 'good' : 'bad'} film ${n}`,
  label: n % 2 ? 'positive' : 'negative',
  ...(n % 10 < 2 && { validation: true }),
}))

describe('rows that say that they are validated on', () => {
  it('are held out, and no others, of the network and of the n-grams', async () => {
    const out = new MemoryStore()
    const options = {
      preset: 'best',
      testPortion: 0,
      maxEpochs: 2,
      dimension: 4,
      wordVectorEpochs: 0,
      out,
    } as const
    const training = trainHere(rows, options, name => name)
    for await (const event of training) {
      if (event.event === 'start') {
        expect([event.train, event.validation]).toEqual([32, 8])
        expect(event.ngrams?.heldOut).toBe(8)
      }
    }
    const again = new MemoryStore()
    again.saved = out.saved
    await new LabelledTraining(...runHere(resumedOpening(again, { data: rows }))).model
    expect(again.best).toEqual(out.best)
  })

  it('are another training than the same rows without saying so', async () => {
    const tokenizer = await loadTokenizer('words')
    const digest = async (some: typeof rows) => (await tokeniseRows(some, tokenizer)).digest
    expect(await digest(rows)).not.toBe(await digest(rows.map(({ text, label }) => ({ text, label }))))
  })

  it('say it with true or false', async () => {
    const tokenizer = await loadTokenizer('words')
    const odd = [{ text: 'a', label: 'b', validation: 'yes' }] as never
    await expect(tokeniseRows(odd, tokenizer)).rejects.toThrow(
      'row 1: its validation is a string, not true or false',
    )
  })
})
