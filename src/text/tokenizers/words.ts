import type { GrowingInt32Array } from '../growing-int32-array.ts'
import type { Interner } from '../interner.ts'
import { hasMarksWithoutEnd } from './marks.ts'
import type { Tokenizer } from './tokenizer.ts'
import { hasUnspaced, unspacedScripts } from './unspaced.ts'
import { isAscii, scanAscii, type TokenSink } from './words-ascii.ts'

/**
 * Lower-case words, numbers, punctuation marks, emoticons and emoji, for texts of any language:
 *
 * - A word keeps its apostrophes (don't, o'clock), but 's is a token of its own (it 's, film 's). Hyphens divide words.
 * - A number keeps its inner marks (1,000.50, 7/10, 10:30), an abbreviation its periods (u.s.a., e.g.).
 * - A Chinese character or hiragana is a token; other scripts without spaces are divided only where there is a mark.
 * - An emoji is one token with all its parts: flags, keycaps, skin tones, joined sequences. So is an emoticon: :-)) is :)
 * - Two dots or more are one token (...), two hyphens or more, or a dash, another (--). Any other mark stands alone.
 * - What reads alike is the same token: accents composed or not, quotes straight or curly.
 * - <br /> is markup; white space and control characters divide; other invisible characters are dropped.
 */
export const words: Tokenizer = {
  name: 'words',
  version: 1,
  tokenize: text => tokensOfFolded(withoutMarkup(text)),
  numberTokens: (text, words, numbers) => numberFolded(withoutMarkup(text), words, numbers),
}

/**
 * The same, but that Thai, Lao, Khmer and Burmese, which have no blanks between words, are divided into words by the dictionaries of
 * the JavaScript engine (ICU's, through Intl.Segmenter). Another version of them may divide a few words otherwise.
 */
export const words2: Tokenizer = {
  name: 'words-2',
  version: 1,
  tokenize: text => tokensOfFolded(divided(withoutMarkup(text))),
  numberTokens: (text, words, numbers) => numberFolded(divided(withoutMarkup(text)), words, numbers),
  needsDictionary: hasUnspaced,
}

/** Folded, with blanks for line breaks. */
export function withoutMarkup(text: string): string {
  return fold(text.replace(/<br ?\/?>/gi, ' '))
}

function tokensOfFolded(text: string): string[] {
  const tokens: string[] = []
  const sink = {
    slice: (text: string, start: number, end: number) => tokens.push(text.slice(start, end)),
    token: (token: string) => tokens.push(token),
  }
  return isAscii(text) && scanAscii(text, sink) ? tokens : tokensByPattern(text)
}

function numberFolded(text: string, words: Interner, numbers: GrowingInt32Array): void {
  const before = numbers.length
  if (isAscii(text) && scanAscii(text, new NumberSink(words, numbers))) return
  numbers.length = before
  for (const token of tokensByPattern(text)) numbers.push(words.id(token))
}

class NumberSink implements TokenSink {
  readonly #words: Interner
  readonly #numbers: GrowingInt32Array

  constructor(words: Interner, numbers: GrowingInt32Array) {
    this.#words = words
    this.#numbers = numbers
  }

  slice(text: string, start: number, end: number): void {
    this.#numbers.push(this.#words.idAt(text, start, end))
  }

  token(token: string): void {
    this.#numbers.push(this.#words.id(token))
  }
}

/** The tokens of any folded text. */
export function tokensByPattern(text: string): string[] {
  return (text.match(token) ?? []).map(canonical)
}

const unspacedRun = new RegExp(`[${unspacedScripts}][${unspacedScripts}\\p{M}]{0,4095}`, 'gu')

/** Any of the four languages: the dictionary follows from the script. */
let segmenter: Intl.Segmenter | undefined

/** With a blank between two words of a script that has none. */
function divided(text: string): string {
  if (!hasUnspaced(text)) return text
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' })
  const words = segmenter
  return text.replace(unspacedRun, run => Array.from(words.segment(run), ({ segment }) => segment).join(' '))
}

/** The same letters, quotes and dashes for all ways of writing them. */
function fold(text: string): string {
  if (isAscii(text)) return text.replaceAll('`', "'").toLowerCase()
  const composed = hasMarksWithoutEnd(text) ? text : text.normalize('NFC')
  return composed.replace(/[^ -_a-~]/g, character => lookAlikes.get(character) ?? character).toLowerCase()
}

/** What reads alike, as the one way of writing it; '' for what cannot be seen. */
export const lookAlikes = new Map([
  ...Array.from('`´‘’‚‛′ʼ＇', quote => [quote, "'"] as const),
  ...Array.from('“”„‟″«»＂', quote => [quote, '"'] as const),
  ...Array.from('‐‑‒–−', hyphen => [hyphen, '-'] as const),
  ...Array.from('—―', dash => [dash, '--'] as const),
  ['…', '...'],
  // Soft hyphen, marks of writing direction, word joiner, the choice between emoji and text
  ...Array.from(
    '\xad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f',
    invisible => [invisible, ''] as const,
  ),
])

// On the web the control characters U+0080 to U+009F stand for those of windows-1252 (HTML, numeric character
// references); IMDB's reviews have thousands of them, most of them dashes and ellipses.
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
for (const [i, character] of Array.from(windows1252).entries()) {
  lookAlikes.set(String.fromCharCode(0x80 + i), lookAlikes.get(character) ?? character)
}

const ideograph = String.raw`[\p{Script=Han}\p{Script=Hiragana}]`
const keycap = String.raw`[0-9#*]\u20e3`
/** No part of a word, though it may be of letters or digits. */
const apart = String.raw`${ideograph}|${keycap}|\p{Extended_Pictographic}`
const letter = String.raw`(?!${apart})\p{L}`
const alphanumeric = String.raw`[\p{L}\p{M}\p{N}]`
const alphanumerics = `(?:(?!${apart})${alphanumeric}){1,1000}`
const possessive = `'s(?!${alphanumeric})`
const innerApostrophe = String.raw`(?!${possessive})'(?=\p{L})`
const innerNumberMark = String.raw`(?<=\p{Nd})[.,:/](?=\p{Nd})`
const joiner = String.raw`[\u200c\u200d]`
const pictograph = String.raw`\p{Extended_Pictographic}\p{Emoji_Modifier}?[\u{e0020}-\u{e007f}]{0,10}`

/** The first that fits. Repetitions of more than one character are bounded, which bounds the memory for matching them. */
const token = new RegExp(
  [
    // Abbreviations
    String.raw`${letter}(?:\.${letter}(?!${alphanumeric}|')){1,20}(?:\.(?!\.))?`,
    // Words and numbers
    `${alphanumerics}(?:(?:${innerApostrophe}|${innerNumberMark}|${joiner})${alphanumerics}){0,20}`,
    `(?<=${alphanumeric})${possessive}`,
    String.raw`${ideograph}\p{M}*`,
    // Emoticons
    String.raw`[:;=]['-]?(?:[()[\]]+|[dop|*/\\])(?!${alphanumeric}|/)`,
    String.raw`<3(?!\p{N})`,
    // Emoji, flags and keycaps, composed as in Unicode Technical Standard #51
    String.raw`${pictograph}(?:\u200d${pictograph}){0,20}`,
    String.raw`\p{Regional_Indicator}{2}`,
    keycap,
    // Marks
    String.raw`\.{2,}`,
    '-{2,}',
    String.raw`[\p{P}\p{S}]`,
  ].join('|'),
  'gu',
)

/** One spelling for all dots, dashes and emoticons that mean the same. */
function canonical(token: string): string {
  if (token.length === 1) return token
  switch (token[0]) {
    case '.':
      return '...'
    case '-':
      return '--'
    case ':':
    case ';':
    case '=':
      return `${token[0]}${token.at(-1)}`
    default:
      return token
  }
}
