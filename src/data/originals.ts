import { LstmError } from '../errors.ts'
import type { TokenisedCorpus } from './corpus.ts'
import { type DataRequest, readExamples } from './load-corpus.ts'
import type { Stdin } from './sources.ts'

/** A text as it stands in its source. */
export interface Original {
  /** As messages name it: 'reviews.csv:12'. */
  readonly place: string
  /** Null where the source holds word ids. */
  readonly text: string | null
}

/** Which texts are wanted: some of a split, by their indices there, ascending. */
interface Chosen {
  readonly split: 'train' | 'test'
  /** [n] */
  readonly indices: Int32Array
}

/**
 * The texts of a corpus as they stand in its source, [n], which is read once more for that: a corpus keeps tokens alone.
 *
 * @param corpus that `request` gave
 * @throws LstmError 'data' when the source is no longer as it was
 */
export async function originalsOf(
  request: DataRequest,
  corpus: Pick<TokenisedCorpus, 'ranked'>,
  { split, indices }: Chosen,
  stdin?: Stdin,
): Promise<Original[]> {
  if (corpus.ranked) {
    return Array.from(indices, index => ({
      place: `${request.data}, ${split} text ${index + 1}`,
      text: null,
    }))
  }
  const found: Original[] = []
  let index = 0
  if (indices.length === 0) return found
  for await (const { place, text } of readExamples(request, split, stdin)) {
    if (index++ !== indices[found.length]) continue
    found.push({ place, text })
    if (found.length === indices.length) return found
  }
  throw new LstmError('data', `${request.data} was changed while it was read`, {
    hint: 'start again when nothing writes to it',
  })
}
