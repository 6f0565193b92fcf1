import type { LabelledRow } from '../data/labelled-rows.ts'
import { type DataRequest, readExamples } from '../data/load-corpus.ts'
import { NoticeLog } from '../data/reading.ts'
import { LstmError } from '../errors.ts'

/** Texts that are kept at most; of more an even share. */
const mostKept = 1000

/**
 * Texts that a model which learns is not to forget: those named, else those that it was trained on, if they are still there.
 *
 * @param source what it was trained on, as its provenance has it
 * @param onNotice told what is left out of those named, and where the others cannot be read
 * @throws LstmError 'data' where those named cannot be read
 */
export async function keptTexts(
  named: DataRequest | undefined,
  source: DataRequest | undefined,
  onNotice: (message: string) => void,
): Promise<LabelledRow[]> {
  const request = named ?? source
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
  return Array.from({ length: Math.min(all.length, mostKept) }, (_, n) => all[Math.floor(n * step)]!)
}
