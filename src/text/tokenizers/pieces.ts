import { endOfCharacter } from '../../printable.ts'
import type { GrowingInt32Array } from '../growing-int32-array.ts'
import type { Interner } from '../interner.ts'
import { hasMarksWithoutEnd } from './marks.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Characters from which on a text is cut into tokens piece by piece. */
const pieceLength = 1 << 16

/** Characters without a place to divide them, at most; then they are divided wherever they are. */
const longestPiece = 1 << 20

/**
 * The tokens of a text of any length, in memory that does not grow with it: `tokenizer.tokenize(text)`, but for texts in which a
 * million characters follow each other without a blank between two letters. Those are divided after the millionth.
 *
 * @param length of a piece, in characters
 */
export function* tokensOf(tokenizer: Tokenizer, text: string, length = pieceLength): Generator<string> {
  for (const piece of piecesOf(text, length)) yield* tokenizer.tokenize(piece)
}

/** Appends the numbers of these tokens. */
export function numberTokens(
  tokenizer: Tokenizer,
  text: string,
  words: Interner,
  numbers: GrowingInt32Array,
  length = pieceLength,
): void {
  for (const piece of piecesOf(text, length)) numberPiece(tokenizer, piece, words, numbers)
}

/** The same of one piece of a text. */
export function numberPiece(
  tokenizer: Tokenizer,
  piece: string,
  words: Interner,
  numbers: GrowingInt32Array,
): void {
  if (tokenizer.numberTokens) tokenizer.numberTokens(piece, words, numbers)
  else for (const token of tokenizer.tokenize(piece)) numbers.push(words.id(token))
}

/** The pieces that a text is cut into tokens by, one at least, and none empty but that of an empty text; together they are the text. */
export function piecesOf(text: string, length = pieceLength): Iterable<string> {
  return text.length <= length ? [text] : divided(text, length)
}

function* divided(text: string, length: number): Generator<string> {
  let start = 0
  for (const end of ends(text, length)) {
    yield text.slice(start, end)
    start = end
  }
}

/** A blank between two letters: what stands on one side of it has no part in how the other is cut, for any tokenizer here. */
const boundary = /(?<=\p{L}) (?=\p{L})/u

/** Where the pieces of a text end, the last one at its end. A text of marks without end is not composed, which a piece by itself would not know. */
function* ends(text: string, length: number): Generator<number> {
  let start = 0
  if (!hasMarksWithoutEnd(text)) {
    while (text.length - start > length) {
      const end = nextBoundary(text, start + length, start + Math.max(length, longestPiece))
      if (end === undefined) break
      yield end
      start = end
    }
  }
  yield text.length
}

/** The first boundary in text[from..limit); the limit where there is none; undefined where the text ends before. */
function nextBoundary(text: string, from: number, limit: number): number | undefined {
  const found = boundary.exec(text.slice(from - 2, limit))
  if (found) return from - 2 + found.index
  const end = endOfCharacter(text, limit)
  return end < text.length ? end : undefined
}
