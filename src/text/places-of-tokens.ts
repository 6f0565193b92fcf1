/** Where the tokens of a text stand in it. */
import { hasMarksWithoutEnd } from './tokenizers/marks.ts'
import type { TokenizerName } from './tokenizers/tokenizer.ts'
import { lookAlikes } from './tokenizers/words.ts'
import { isAscii } from './tokenizers/words-ascii.ts'

/**
 * The place of each token in its text, [2 T]: where it starts and where it ends, in UTF-16 code units. Ascending; a token that is not
 * found where it should be has an empty place there.
 *
 * A tokenizer changes letters and leaves some out, but never their order. So the text is folded as the tokenizer does it, character by
 * character, each with its place, and the tokens are looked for one after the other.
 *
 * @param tokens what the tokenizer makes of the text; undefined as its name: they stand there as they are
 */
export function placesOfTokens(
  text: string,
  tokens: readonly string[],
  tokenizer: TokenizerName | undefined,
): Int32Array {
  const { folded, starts } = fold(text, tokenizer)
  const places = new Int32Array(2 * tokens.length)
  let at = 0
  let before = 0
  for (const [t, token] of tokens.entries()) {
    while (at < folded.length && skipped.test(folded[at]!)) at++
    const found = placeNear(folded, at, unescaped(token, tokenizer))
    if (!found) {
      places.fill(Math.max(before, starts[at]!), 2 * t, 2 * t + 2)
      continue
    }
    at = found.at
    const end = at + found.length
    // Two tokens of one composed character: the first one has it.
    places[2 * t] = Math.max(before, starts[at]!)
    before = Math.max(places[2 * t]!, endOf(starts, end))
    places[2 * t + 1] = before
    at = end
  }
  return places
}

/** Characters of what is no token that may stand before one: markup. */
const farthest = 16

// Control characters and white space are in no token.
const skipped = /[\p{Cc}\s]/u

interface Folded {
  readonly folded: string
  /** [folded.length + 1] Where in the text each of its characters comes from. */
  readonly starts: Int32Array
}

/** Letters with their marks, which are composed, and the parts of Korean syllables. */
const clusters = /[\u1100-\u11ff]+|\P{M}\p{M}*|\p{M}+/gsu

function fold(text: string, tokenizer: TokenizerName | undefined): Folded {
  const starts: number[] = []
  let folded = ''
  const add = (piece: string, start: number) => {
    folded += piece
    for (let i = 0; i < piece.length; i++) starts.push(start)
  }
  if (tokenizer !== 'moses-2014' && isAscii(text)) {
    const lower = tokenizer === undefined ? text : text.toLowerCase()
    return {
      folded: tokenizer === 'moses' ? lower : lower.replaceAll('`', "'"),
      starts: Int32Array.from({ length: text.length + 1 }, (_, i) => i),
    }
  }
  if (tokenizer === 'words' || tokenizer === 'words-2') {
    const composes = !hasMarksWithoutEnd(text)
    for (const { 0: cluster, index } of text.matchAll(composes ? clusters : /./gsu)) {
      const composed = (composes ? cluster.normalize('NFC') : cluster).replace(
        /./gsu,
        character => lookAlikes.get(character) ?? character,
      )
      add(composed.toLowerCase().replaceAll('ς', 'σ'), index)
    }
  } else {
    const lower = tokenizer === undefined ? text : text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
    for (let i = 0; i < lower.length; i++) {
      const quotes = tokenizer === 'moses-2014' && /^['`]['`]/.test(lower.slice(i, i + 2))
      if (quotes) add('"', i++)
      else add(tokenizer === 'moses-2014' && lower[i] === '`' ? "'" : lower[i]!, i)
    }
  }
  starts.push(text.length)
  return { folded, starts: Int32Array.from(starts) }
}

const escapes: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#124;': '|',
  '&lt;': '<',
  '&gt;': '>',
  '&apos;': "'",
  '&quot;': '"',
  '&#91;': '[',
  '&#93;': ']',
}

/** The token as it stands in the folded text. */
function unescaped(token: string, tokenizer: TokenizerName | undefined): string {
  if (tokenizer === 'moses' || tokenizer === 'moses-2014') {
    return token.replace(/&(?:amp|#124|lt|gt|apos|quot|#91|#93);/g, mark => escapes[mark]!)
  }
  return token.replaceAll('ς', 'σ')
}

/** Where a token stands from there on, not far, and how long it is there: what was left out before it is passed over. */
function placeNear(
  folded: string,
  from: number,
  token: string,
): { readonly at: number; readonly length: number } | undefined {
  for (let at = from; at <= from + farthest && at < folded.length; at++) {
    const length = lengthAt(folded, at, token)
    if (length !== undefined) return { at, length }
  }
  return undefined
}

/** How long a token is where it starts here; undefined where it does not. */
function lengthAt(folded: string, at: number, token: string): number | undefined {
  // One token for all dots, dashes and emoticons that mean the same.
  const run = token === '...' ? /\.{2,}/y : token === '--' ? /-{2,}/y : undefined
  if (run) {
    run.lastIndex = at
    const length = run.exec(folded)?.[0].length
    if (length !== undefined) return length
  }
  if (folded.startsWith(token, at)) {
    // :)) is :)
    if (!/^[:;=][^\p{L}]$/u.test(token)) return token.length
  } else if (!/^[:;=].$/u.test(token)) return undefined
  const emoticon = /[:;=]['-]?(?:[()[\]]+|[dop|*/\\])/y
  emoticon.lastIndex = at
  const found = emoticon.exec(folded)?.[0]
  if (found && `${found[0]}${found.at(-1)}` === token) return found.length
  return folded.startsWith(token, at) ? token.length : undefined
}

/** Where what ends before the folded character `at` ends in the text: at the start of the next one that comes from elsewhere. */
function endOf(starts: Int32Array, at: number): number {
  const last = starts[at - 1]
  let next = at
  while (next < starts.length - 1 && starts[next] === last) next++
  return starts[next]!
}
