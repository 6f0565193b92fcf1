import { LstmError } from '../errors.ts'
import type { TokenSequences } from './sequences.ts'
import { type TokenIds, unknownId, Vocabulary } from './vocabulary.ts'

/** 0 pads and 1 stands for unknown words. */
export const firstWordId = unknownId + 1

/**
 * The word ids in a text, separated by white space, one after the other; none in an empty one.
 *
 * @param place names the text in errors
 * @throws LstmError 'data' for anything that is no id
 */
export function* parseIds(text: string, place = 'a text'): Generator<number> {
  for (const [piece] of text.matchAll(/\S+/g)) {
    if (!/^\d+$/.test(piece)) {
      throw new LstmError('data', `${place}: '${piece.slice(0, 40)}' is no word id`, {
        hint: 'a text is given as whole numbers with blanks between them: 12 7 345',
      })
    }
    yield Number(piece)
  }
}

/** @throws LstmError 'data' as `parseIds`, at once */
export function requireIds(text: string, place: string): void {
  for (const _ of parseIds(text, place));
}

/** The vocabulary of a list of words in the order of their ids. @param size ids at most, the reserved ones included */
export function firstWords(words: readonly string[], size: number): Vocabulary {
  return new Vocabulary(words.slice(0, size - firstWordId))
}

/** Word ids of tokens where token i stands for the id i + 2. @param size V, ids of the model */
export function cappedIds(size: number): TokenIds {
  return token => knownId(token + firstWordId, size)
}

/** The same texts in word ids, where token i stands for the id i + 2. @param size V, ids of the model */
export function encodeIds<T extends TokenSequences>(sequences: T, size: number): T {
  return { ...sequences, tokens: sequences.tokens.map(cappedIds(size)) }
}

/** Official: an id that the model has no embedding for is an unknown word. @param size V, ids of the model */
export function knownId(id: number, size: number): number {
  return id < size ? id : unknownId
}
