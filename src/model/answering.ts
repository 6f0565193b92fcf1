/** Texts in, answers out, as they come and in their order: whatever has arrived while one batch was at work is the next one. */
import type { Classifier } from './classifier.ts'
import type { EncodedTexts } from './encoded-texts.ts'
import type { Explanation } from './explanation.ts'
import { batches } from './inbox.ts'
import { chooser, type Prediction, predictionOf } from './prediction.ts'
import { readAhead } from './read-ahead.ts'
import type { Rule } from './rule.ts'

/** Items answered together at most, and their probabilities. */
const most = { items: 1024, probabilities: 1 << 22 }

/** What has texts to be answered. */
interface Asked<Item> {
  readonly items: Iterable<Item> | AsyncIterable<Item>
  textOf(item: Item): string
  /** UTF-16 units of the texts answered together, at most. */
  readonly characters: number
  /** When aborted, no further item is waited for. */
  readonly left?: AbortSignal | undefined
}

interface Batch<Item> {
  readonly batch: readonly Item[]
  readonly encoded: EncodedTexts
  /** The probabilities, [items, labels]. */
  readonly rows: Float32Array
}

/** The probabilities of texts. While the engine works on one batch, the next one is tokenised. */
export async function* computedBatches<Item>(
  classifier: Classifier,
  asked: Asked<Item>,
): AsyncGenerator<Batch<Item>> {
  for await (const { batch, encoded } of readAhead(encodedBatches(classifier, asked))) {
    yield { batch, encoded, rows: await classifier.probabilities(encoded) }
  }
}

async function* encodedBatches<Item>(
  classifier: Classifier,
  { items, textOf, characters, left }: Asked<Item>,
): AsyncGenerator<Omit<Batch<Item>, 'rows'>> {
  const room = Math.floor(most.probabilities / classifier.labels.length)
  const limits = { items: Math.max(1, Math.min(most.items, room)), characters }
  for await (const batch of batches(items, limits, textOf, left)) {
    yield { batch, encoded: await classifier.encodeTogether(batch.map(textOf)) }
  }
}

/** An answer, and why it is the answer: told one at a time, for the hidden states of a text may take more room than all else. */
export interface AnsweredItem<Item> {
  readonly item: Item
  readonly prediction: Prediction
  explain(): Promise<Explanation>
}

/** @param all whether each answer has the probabilities of all labels */
export async function* answeredBatches<Item>(
  classifier: Classifier,
  asked: Asked<Item>,
  rule: Rule,
  all: boolean,
): AsyncGenerator<readonly AnsweredItem<Item>[]> {
  const { labels } = classifier
  const choose = chooser(labels, rule)
  for await (const { batch, encoded, rows } of readAhead(computedBatches(classifier, asked))) {
    yield batch.map((item, i) => {
      const text = asked.textOf(item)
      const row = rows.subarray(i * labels.length, (i + 1) * labels.length)
      const chosen = choose(row)
      const explain = async () => {
        const { explain } = await import('./explanation.ts')
        const ids = encoded.tokens.subarray(encoded.offsets[i], encoded.offsets[i + 1])
        const tokens = classifier.tokens(text)
        return explain(classifier, { tokens, ids, original: text }, row, chosen.label)
      }
      return { item, prediction: predictionOf(text, labels, row, chosen, rule, all), explain }
    })
  }
}
