import { LstmError } from '../errors.ts'
import type { Example } from './corpus.ts'

/** A text as it stands in its source. */
export interface Original {
  /** As messages name it: 'reviews.csv:12'. */
  readonly place: string
  /** Null where the source holds word ids. */
  readonly text: string | null
}

/**
 * The texts of a source at these indices, [n], as they stand there. The source is read once more for that: a corpus keeps tokens alone.
 *
 * @param examples all texts of a split, in the order of its corpus; undefined for a source of word ids, which holds none
 * @param indices [n], ascending
 * @throws LstmError 'data' when there are fewer texts than before
 */
export async function originalsAt(
  examples: AsyncIterable<Pick<Example, 'place' | 'text'>> | undefined,
  indices: Int32Array,
  name: string,
): Promise<Original[]> {
  if (!examples) return Array.from(indices, index => ({ place: `${name}, text ${index + 1}`, text: null }))
  const found: Original[] = []
  if (indices.length === 0) return found
  let index = 0
  for await (const { place, text } of examples) {
    if (index++ !== indices[found.length]) continue
    found.push({ place, text })
    if (found.length === indices.length) return found
  }
  throw new LstmError('data', `${name} was changed while it was read`, {
    hint: 'start again when nothing writes to it',
  })
}
