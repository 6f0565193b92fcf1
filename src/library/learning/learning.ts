import type { LabelledRow, LabelledRows } from '../../data/labelled-rows.ts'
import { requireRows } from '../../data/require-rows.ts'
import { LstmError } from '../../errors.ts'
import type { RightBeforeAndAfter } from '../../training/corrections.ts'
import { counted } from '../../wording.ts'
import { refuseUnknown } from '../check-options.ts'
import { libraryDefaults } from '../run-options.ts'
import { TextModel } from '../text-model.ts'
import type { KeptBeforeAndAfter } from './lesson.ts'

/** What goes with corrections. */
export interface LearnOptions<Label extends string = string> {
  /** Texts that are not to be forgotten, with their labels: some hundred of those that the model is for. */
  readonly keep?: LabelledRows<Label> | undefined
}

/** What came of learning corrections. */
export interface Lesson<Label extends string = string> {
  /** Another model; the one that was given is as it was. */
  readonly model: TextModel<Label>
  /** Of the corrected texts. */
  readonly corrections: RightBeforeAndAfter
  /** Of the texts of `keep`. */
  readonly kept: KeptBeforeAndAfter
  /** What the figures must be taken with. */
  readonly notices: readonly string[]
}

/** Corrections at most: with more, `train` with `from` is the better way. */
const mostCorrections = 10_000

/**
 * Another model, with corrected answers folded in, in seconds: the n-grams of these texts get other weights. They change no more than makes
 * these answers right, and leave those to the texts of `keep` as they were. The network stays as it is.
 *
 * @param model is not changed
 * @param corrections texts with the labels that they ought to get
 * @throws LstmError 'data' for a label that the model has not, or for no correction at all; 'model' for a model that reads no words
 * @example
 * ```ts
 * import { learn, load } from 'lstm'
 *
 * await using model = await load()
 * const { model: better, corrections } = await learn(model, [{ text: 'A sick beat, truly.', label: 'positive' }])
 * console.log(corrections.before, corrections.after, (await better.predict('A sick beat, truly.')).label)
 * await better.dispose()
 * ```
 */
export async function learn<Label extends string = string>(
  model: TextModel<Label>,
  corrections: LabelledRows<NoInfer<Label>>,
  options: LearnOptions<NoInfer<Label>> = {},
): Promise<Lesson<Label>> {
  return learnPlaced(model, corrections, options)
}

/** The same of corrections that messages name by these places, 'corrections.csv:3', rather than by their numbers. */
export async function learnPlaced<Label extends string>(
  model: TextModel<Label>,
  corrections: LabelledRows<NoInfer<Label>>,
  options: LearnOptions<NoInfer<Label>>,
  places: readonly string[] = [],
): Promise<Lesson<Label>> {
  refuseUnknown(options, ['keep'])
  const { checkedRow } = await import('../../data/labelled-rows.ts')
  const { judgedTexts, learnedModel } = await import('./lesson.ts')
  const { model: before } = TextModel.classifierOf(model)
  const read = async (rows: LabelledRows, placeOf: (index: number) => string) => {
    requireRows(rows)
    const all: LabelledRow[] = []
    for await (const row of rows) all.push(checkedRow(row, placeOf(all.length)))
    return judgedTexts(before, all, placeOf)
  }
  const corrected = await read(corrections, index => places[index] ?? `correction ${index + 1}`)
  const count = corrected.labels.length
  if (count === 0)
    throw new LstmError('data', 'there are no corrections to learn', {
      hint: 'give texts, each with the label that it ought to get',
    })
  if (count > mostCorrections) {
    throw new LstmError(
      'data',
      `${counted(count, 'correction')} are more than are folded in at once, ${mostCorrections}`,
      {
        hint: 'train with these texts instead, from this model: --from',
      },
    )
  }
  const { keep = [] } = options
  const kept = await read(keep, index => `text to keep ${index + 1}`)
  const { model: learned, ...figures } = await learnedModel(before, corrected, kept)
  return { model: await TextModel.open<Label>(learned, libraryDefaults), ...figures }
}
