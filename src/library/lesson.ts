/** What a model learns from corrections, and what becomes of its parts. Loaded when it is called for. */
import { textHashes, withTexts } from '../data/fingerprint.ts'
import type { LabelledRow } from '../data/labelled-rows.ts'
import { LstmError } from '../errors.ts'
import { Classifier } from '../model/classifier.ts'
import type { Model } from '../model/model.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { defaults } from '../settings/table.ts'
import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import { type JudgedTexts, learnCorrections, type RightBeforeAndAfter } from '../training/corrections.ts'

/** Texts by the words that they consist of. */
interface ReadTexts extends Pick<JudgedTexts, 'labels' | 'probabilities'> {
  readonly tokensOf: readonly (readonly string[])[]
}

/** Texts as a model reads them, and what it makes of them. @throws LstmError 'data' for a label that it has not */
export async function judgedTexts(
  model: Model,
  rows: readonly LabelledRow[],
  name: string,
): Promise<ReadTexts> {
  if (!model.vocabulary && !model.ngrams) {
    throw new LstmError('model', 'this model reads word ids: it cannot learn from texts')
  }
  const labels = Int32Array.from(rows, ({ label }, n) => {
    const index = model.labels.indexOf(label)
    if (index >= 0) return index
    throw new LstmError(
      'data',
      `${name} ${n + 1}: the model has no label '${label}'; it has ${model.labels.slice(0, 10).join(', ')}`,
      { hint: 'a training adds labels: lstm train --from MODEL' },
    )
  })
  const texts = rows.map(({ text }) => text)
  // Both parts read every text, as they will when the bound is gone from which on one answers alone.
  const classifier = await Classifier.open(model, defaults(runSettingTable), { cascade: false })
  try {
    const probabilities = await classifier.probabilities(classifier.encode(texts))
    return { tokensOf: texts.map(text => classifier.tokens(text)), labels, probabilities }
  } finally {
    await classifier.dispose()
  }
}

/** The model with the corrections, and how right it is about both. */
export async function learnedModel(
  model: Model,
  corrections: ReadTexts,
  kept: ReadTexts,
): Promise<{
  readonly model: Model
  readonly corrections: RightBeforeAndAfter
  readonly kept: RightBeforeAndAfter
}> {
  const words = new Map<string, number>()
  const numbered = ({ tokensOf, ...rest }: ReadTexts): JudgedTexts => {
    const tokens = new GrowingInt32Array()
    const offsets = new Int32Array(tokensOf.length + 1)
    for (const [i, text] of tokensOf.entries()) {
      for (const word of text) {
        const number = words.get(word) ?? words.size
        words.set(word, number)
        tokens.push(number)
      }
      offsets[i + 1] = tokens.length
    }
    return { ...rest, tokens: tokens.toArray(), offsets }
  }
  const [own, others] = [numbered(corrections), numbered(kept)]
  const list = [...words.keys()]
  const { part, ...figures } = await learnCorrections(model.ngrams, own, others, list, model.labels.length)
  const hashes = textHashes(own, list)
  const { fingerprint, ngrams, provenance } = model
  // What was promised of the model as it was: thresholds, the cascade's bound, and its answers to texts held out.
  const { cascade: _, decision: __, heldOut: ___, ...rest } = model
  return {
    model: {
      ...rest,
      ngrams: { ...part, ...(ngrams?.strongest && { strongest: ngrams.strongest }) },
      ...(fingerprint && { fingerprint: withTexts(fingerprint, hashes) }),
      provenance: { ...provenance, learned: (provenance.learned ?? 0) + own.labels.length },
    } satisfies Model,
    ...figures,
  }
}
