/** What a model learns from corrections, and what becomes of its parts. Loaded when it is called for. */

import { countIn, textHashes, withTexts } from '../../data/fingerprint.ts'
import type { LabelledRow } from '../../data/labelled-rows.ts'
import { LstmError } from '../../errors.ts'
import { joinedArrays } from '../../joined-arrays.ts'
import { Classifier } from '../../model/classifier.ts'
import { placesOf } from '../../model/label-places.ts'
import type { Model } from '../../model/model.ts'
import { mostProbable } from '../../model/probabilities.ts'
import { GrowingInt32Array } from '../../text/growing-int32-array.ts'
import {
  type JudgedTexts,
  type Learned,
  learnCorrections,
  type RightBeforeAndAfter,
} from '../../training/corrections.ts'
import { counted, grouped, verb } from '../../wording.ts'
import { libraryDefaults } from '../run-options.ts'

/** Texts by the words that they consist of. */
interface ReadTexts extends Pick<JudgedTexts, 'labels' | 'probabilities'> {
  readonly tokensOf: readonly (readonly string[])[]
  /** [n, classes] What the model answers as it is, where its n-grams may answer alone; undefined where both parts read every text anyhow. */
  readonly answered?: Float32Array | undefined
}

/** Texts as a model reads them, and what it makes of them. @throws LstmError 'data' for a label that it has not */
export async function judgedTexts(
  model: Model,
  rows: readonly LabelledRow[],
  placeOf: (index: number) => string,
): Promise<ReadTexts> {
  if (!model.vocabulary && !model.ngrams) {
    throw new LstmError('model', 'this model reads word ids: it cannot learn from texts', {
      hint: 'make it again with --dictionary, which names the words of its ids',
    })
  }
  const places = placesOf(model.labels)
  const labels = Int32Array.from(rows, ({ label }, n) => {
    const index = places.get(label)
    if (index !== undefined) return index
    throw new LstmError(
      'data',
      `${placeOf(n)}: the model has no label '${label}'; it has ${model.labels.slice(0, 10).join(', ')}`,
      { hint: 'a training adds labels: lstm train --from MODEL' },
    )
  })
  const texts = rows.map(({ text }) => text)
  // Both parts read every text, as they will when the bound is gone from which on one answers alone.
  const together = await answersTo(texts, model, false)
  const answered = model.cascade && (await answersTo(texts, model, true)).probabilities
  return { ...together, labels, answered }
}

async function answersTo(texts: readonly string[], model: Model, cascade: boolean) {
  const classifier = await Classifier.open(model, libraryDefaults, { cascade })
  try {
    const probabilities = await classifier.probabilities(classifier.encode(texts))
    return { tokensOf: texts.map(text => classifier.tokens(text)), probabilities }
  } finally {
    await classifier.dispose()
  }
}

/** How right a model is about the texts that are kept, before and after. */
export interface KeptBeforeAndAfter extends RightBeforeAndAfter {
  /** Of these the model was trained on so many: they say what is forgotten, and not how good it is; null where it cannot tell. */
  readonly trainedOn: number | null
}

/** The model with the corrections, and how right it is about both. */
export async function learnedModel(
  model: Model,
  corrections: ReadTexts,
  kept: ReadTexts,
): Promise<{
  readonly model: Model
  readonly corrections: RightBeforeAndAfter
  readonly kept: KeptBeforeAndAfter
  readonly notices: readonly string[]
}> {
  const words = new Map<string, number>()
  const numbered = ({ tokensOf, answered: _, ...rest }: ReadTexts): JudgedTexts => {
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
  const classes = model.labels.length
  const others = withoutCorrected(kept, corrections, classes)
  const [own, before] = [numbered(corrections), numbered(others)]
  const list = [...words.keys()]
  const { part, ...figures } = await learnCorrections(model.ngrams, own, before, list, classes)
  const asItIs = {
    corrections: rightAsItIs(corrections, classes) ?? figures.corrections.before,
    kept: rightAsItIs(others, classes) ?? figures.kept.before,
  }
  const [hashes, keptHashes] = [textHashes(own, list), textHashes(before, list)]
  const { fingerprint, ngrams, provenance } = model
  // What was promised of the model as it was: thresholds, the cascade's bound, and its answers to texts held out.
  const { cascade: _, decision: __, heldOut: ___, ...rest } = model
  return {
    model: {
      ...rest,
      ngrams: { ...part, ...(ngrams?.strongest && { strongest: ngrams.strongest }) },
      ...(fingerprint && {
        fingerprint: withTexts(fingerprint, joinedArrays(Float64Array, [hashes, keptHashes])),
      }),
      provenance: { ...provenance, learned: (provenance.learned ?? 0) + own.labels.length },
    } satisfies Model,
    corrections: { ...figures.corrections, before: asItIs.corrections },
    kept: {
      ...figures.kept,
      before: asItIs.kept,
      trainedOn: fingerprint ? countIn(fingerprint, keptHashes) : null,
    },
    notices: [
      ...supersededLine(kept.labels.length - others.labels.length),
      ...contradictedLine(hashes, own.labels),
      ...unlearnedLines(figures),
      ...togetherLine(figures, asItIs),
      ...(model.decision
        ? [
            'the decision that the model keeps is not taken over: it was found by the old answers (lstm eval --keep finds one anew)',
          ]
        : []),
    ],
  }
}

/** Of how many texts the model as it is gives the label; undefined where that is known already. */
function rightAsItIs({ answered, labels }: ReadTexts, classes: number): number | undefined {
  if (!answered) return undefined
  const given = mostProbable(answered, classes)
  return labels.filter((label, text) => label === given[text]).length
}

/** That the bound is gone changes answers too, before anything is learned. @param asItIs right ones with the bound */
function togetherLine(
  { corrections, kept }: Pick<Learned, 'corrections' | 'kept'>,
  asItIs: Record<'corrections' | 'kept', number>,
): string[] {
  if (corrections.before === asItIs.corrections && kept.before === asItIs.kept) return []
  const right = ({ before, texts }: RightBeforeAndAfter) => `${grouped(before)} of ${grouped(texts)}`
  const ofKept = kept.texts > 0 ? ` and ${right(kept)} texts to keep` : ''
  return [
    `network and n-grams read every text from now on, where n-grams that were sure answered alone: that by itself has ${right(corrections)} corrections${ofKept} right`,
  ]
}

/** What was corrected holds: among the texts to keep it may stand with the label that was wrong. */
function withoutCorrected(kept: ReadTexts, corrections: ReadTexts, classes: number): ReadTexts {
  const words = ({ tokensOf }: ReadTexts) => tokensOf.map(tokens => tokens.join(' '))
  const corrected = new Set(words(corrections))
  const others = [...words(kept).entries()].flatMap(([text, all]) => (corrected.has(all) ? [] : [text]))
  const rowsOf = (all: Float32Array) =>
    joinedArrays(
      Float32Array,
      others.map(text => all.subarray(text * classes, (text + 1) * classes)),
    )
  return {
    tokensOf: others.map(text => kept.tokensOf[text]!),
    labels: Int32Array.from(others, text => kept.labels[text]!),
    probabilities: rowsOf(kept.probabilities),
    answered: kept.answered && rowsOf(kept.answered),
  }
}

function unlearnedLines({ forgone, corrections: { texts, after } }: Omit<Learned, 'part'>): string[] {
  const line = (corrections: number, why: string) =>
    corrections > 0
      ? [`${counted(corrections, 'correction')} ${verb(corrections, 'are')} not learned, ${why}`]
      : []
  return [
    ...line(forgone, 'since more than 0.3 % of the texts to keep would be answered worse'),
    ...line(texts - after - forgone, 'since other texts of the same words say otherwise'),
  ]
}

function supersededLine(texts: number): string[] {
  if (texts === 0) return []
  return [`${counted(texts, 'text')} to keep ${verb(texts, 'are')} corrected here, and therefore not kept`]
}

/** Of two labels for one text none can be learned. */
function contradictedLine(hashes: Float64Array, labels: Int32Array): string[] {
  const of = new Map<number, Set<number>>()
  for (const [i, hash] of hashes.entries()) of.set(hash, (of.get(hash) ?? new Set()).add(labels[i]!))
  const texts = [...of.values()].filter(({ size }) => size > 1).length
  return texts === 0
    ? []
    : [`${counted(texts, 'text')} ${verb(texts, 'have')} several labels among the corrections`]
}
