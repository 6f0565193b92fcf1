import type { Tokenizer } from './tokenizer.ts'

/** Line breaks as IMDB's reviews have them: markup, not text. */
const markup = /<br\s*\/?>/g

/**
 * What a token is, the first that fits:
 * an emoji, with skin tone, flag or joined parts (👩🏽‍🚀 is one); a number with its inner marks (7/10, 1,000, 3.5); a word
 * with its apostrophes (don't, o'clock); a run of dots; any other character that can be seen.
 */
const token = new RegExp(
  [
    '\\p{RGI_Emoji}|\\p{Extended_Pictographic}\\uFE0F?',
    '\\p{N}+(?:[.,:\\/]\\p{N}+)+',
    "[\\p{L}\\p{M}\\p{N}_]+(?:'[\\p{L}\\p{M}]+)*",
    '\\.{2,}',
    '[^\\s\\p{Cc}\\p{Cf}]',
  ].join('|'),
  'gv',
)

/** Lower-case words and punctuation of any language, for texts that were not written for Moses. */
export const words: Tokenizer = {
  name: 'words',
  version: 1,
  tokenize: text =>
    text.normalize('NFC').toLowerCase().replace(markup, ' ').replaceAll('\u2019', "'").match(token) ?? [],
}
