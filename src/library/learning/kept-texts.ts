import { isIn, textHashes } from '../../data/fingerprint.ts'
import type { LabelledRow } from '../../data/labelled-rows.ts'
import { type DataRequest, readExamples } from '../../data/load-corpus.ts'
import { NoticeLog, type Talk } from '../../data/reading.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts'

/** Texts that are kept at most; of more an even share. */
const mostKept = 1000

/**
 * Texts that a model which learns is not to forget: those named, else those that it was trained on, if they are still there. Those held out
 * then are left alone: what is learned by is nothing to measure on any more.
 *
 * @param onNotice told what is left out of those named, and where the others cannot be read
 * @throws LstmError 'data' where those named cannot be read
 */
export async function keptTexts(
  named: DataRequest | undefined,
  model: Model,
  onNotice: (message: string) => void,
): Promise<LabelledRow[]> {
  const request = named ?? model.provenance.source
  if (!request || request.data === '-') return []
  // Of those it was trained on, the training has told what is left out.
  const log = named ? new NoticeLog(onNotice) : undefined
  let some: LabelledRow[]
  try {
    const read = (talk?: Talk) => readExamples(request, 'train', undefined, talk)
    some = await evenShare(read(log), () => read())
    log?.finish()
  } catch (error) {
    if (named || !(error instanceof LstmError)) throw error
    onNotice(`the texts that the model was trained on cannot be read: ${error.message}`)
    return []
  }
  return named ? some : trainedOn(some, model)
}

/** As many as are kept, from the first to the last: how far apart they are is known when all are counted, so that many are read twice. */
async function evenShare(
  rows: AsyncIterable<LabelledRow>,
  again: () => AsyncIterable<LabelledRow>,
): Promise<LabelledRow[]> {
  const first: LabelledRow[] = []
  let all = 0
  for await (const { text, label } of rows) {
    if (all < mostKept) first.push(byItself({ text, label }))
    all++
  }
  if (all <= mostKept) return first
  const step = all / mostKept
  const some: LabelledRow[] = []
  let at = 0
  for await (const { text, label } of again()) {
    if (at++ === Math.floor(some.length * step)) some.push(byItself({ text, label }))
    if (some.length === mostKept) break
  }
  return some
}

/** A row that holds no more than itself: a string cut out of a longer one keeps V8 from letting go of that, a piece of a file. */
function byItself(row: LabelledRow): LabelledRow {
  return JSON.parse(JSON.stringify(row))
}

/** Those of the texts that a model was trained on; all where it cannot tell. */
async function trainedOn(rows: readonly LabelledRow[], model: Model): Promise<LabelledRow[]> {
  const { fingerprint, hyperparameters } = model
  if (!fingerprint) return [...rows]
  const tokenizer = await loadTokenizer(hyperparameters.tokenizer)
  return rows.filter(({ text }) => {
    const words = tokenizer.tokenize(text)
    const one = { tokens: Int32Array.from(words.keys()), offsets: Int32Array.of(0, words.length) }
    return isIn(fingerprint, textHashes(one, words)[0]!)
  })
}
