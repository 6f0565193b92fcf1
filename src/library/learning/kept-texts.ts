import { isIn, textHashes } from '../../data/fingerprint.ts'
import type { LabelledRow } from '../../data/labelled-rows.ts'
import { type DataRequest, readExamples } from '../../data/load-corpus.ts'
import { NoticeLog } from '../../data/reading.ts'
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
  const all: LabelledRow[] = []
  // Of those it was trained on, the training has told what is left out.
  const log = named ? new NoticeLog(onNotice) : undefined
  try {
    for await (const { text, label } of readExamples(request, 'train', undefined, log))
      all.push({ text, label })
    log?.finish()
  } catch (error) {
    if (named || !(error instanceof LstmError)) throw error
    onNotice(`the texts that the model was trained on cannot be read: ${error.message}`)
    return []
  }
  const step = Math.max(1, all.length / mostKept)
  const some = Array.from({ length: Math.min(all.length, mostKept) }, (_, n) => all[Math.floor(n * step)]!)
  return named ? some : trainedOn(some, model)
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
