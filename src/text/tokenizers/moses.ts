import type { Tokenizer } from './tokenizer.ts'

/** `moses` is today's tokenizer.perl; `moses-2014` that of August 2014, nearer to the published imdb.pkl. */
export type MosesVariant = 'moses' | 'moses-2014'

/**
 * The words of Moses' line, lower-cased and split at white space. Official: both on byte strings, so that only ASCII
 * letters are lower-cased and only ASCII white space splits.
 *
 * The official preprocessing reads only the first line of a file; here a text may have any number of lines.
 */
function mosesTokenizer(variant: MosesVariant): Tokenizer {
  return {
    name: variant,
    version: 1,
    tokenize: text =>
      mosesLine(text, variant)
        .replace(/[A-Z]+/g, letters => letters.toLowerCase())
        .match(/[^\t-\r ]+/g) ?? [],
  }
}

export const moses = mosesTokenizer('moses')
export const moses2014 = mosesTokenizer('moses-2014')

/**
 * The line that tokenizer.perl with `-l en -q` prints for a text, without its newline: words with their case, special
 * characters escaped, and the space that the original leaves at the end of some lines. A line break within the text is
 * white space like any other, where the original would begin a new line.
 *
 * Source: mosesdecoder, scripts/tokenizer/tokenizer.perl and scripts/share/nonbreaking_prefixes/nonbreaking_prefix.en. The
 * substitutions are the original's, one by one, but for its loops over dots, which take quadratic time.
 */
export function mosesLine(text: string, variant: MosesVariant): string {
  if (!/[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(text)) return text
  const line = collapseSpaces(separatePeriods(separateMarks(tidy(text), variant), variant))
  return escapeMarks(decodeDots(variant === 'moses' ? line.replace(/\.' ?$/, " . ' ") : line))
}

/** One space between words and none around; no ASCII control characters. */
function tidy(text: string): string {
  return collapseSpaces(text.replace(whiteSpace, ' ').replace(belowSpace, ''))
}

/** Perl's \s but for the space; JavaScript's has U+FEFF and lacks U+0085. */
const whiteSpace = /[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g
const belowSpace = /[^ -\uffff]/g

function collapseSpaces(line: string): string {
  return line.replace(/ {2,}/g, ' ').replace(/^ | $/g, '')
}

function separateMarks(text: string, variant: MosesVariant): string {
  let line = encodeDots(text.replace(/([^\p{Alphabetic}\p{Nd} .'`,-])/gu, ' $1 '))
  // Commas, except within numbers: 5,300
  line = line.replace(/([^\p{N}]),/gu, '$1 , ').replace(/,([^\p{N}])/gu, ' , $1')
  if (variant === 'moses') line = line.replace(/(\p{N}),$/u, '$1 ,')
  else line = line.replaceAll('`', "'").replaceAll("''", ' " ')
  // Contractions are split before the apostrophe: don 't. Each match uses up the characters around it.
  return line
    .replace(/([^\p{Alphabetic}])'([^\p{Alphabetic}])/gu, "$1 ' $2")
    .replace(/([^\p{Alphabetic}\p{N}])'(\p{Alphabetic})/gu, "$1 ' $2")
    .replace(/(\p{Alphabetic})'([^\p{Alphabetic}])/gu, "$1 ' $2")
    .replace(/(\p{Alphabetic})'(\p{Alphabetic})/gu, "$1 '$2")
    .replace(/(\p{N})'s/gu, "$1 's")
}

/**
 * Two dots or more become a word of their own, DOT...DOTMULTI with one DOT a dot, which no later rule touches. As in
 * the original, a DOTMULTI in the text itself is taken for such a word.
 */
function encodeDots(line: string): string {
  return line
    .replace(/\.{3,}/g, dots => ` ${'DOT'.repeat(dots.length)}MULTI `)
    .replaceAll('..', ' DOTMULTI.')
    .replace(/DOTMULTI\.([^.])/g, 'DOTDOTMULTI $1')
    .replaceAll('DOTMULTI.', 'DOTDOTMULTI')
}

function decodeDots(line: string): string {
  return line.replace(/((?:DOT)+)(MULTI)?/g, (found, dots: string, multi?: string) =>
    multi ? '.'.repeat(dots.length / 3) : found,
  )
}

/** Separates the period that ends a sentence from its word, and leaves the one that abbreviates. */
function separatePeriods(line: string, variant: MosesVariant): string {
  let last = line.length - 1
  while (line[last] === ' ') last--
  return line.replace(/(?<=[^ ])\.(?= |$)/g, (period, at: number) => {
    const stem = line.slice(line.lastIndexOf(' ', at) + 1, at)
    const next = line.slice(at + 2, at + 4)
    if (variant === 'moses' && at === last) return ' .'
    if (stem.includes('.') && /\p{Alphabetic}/u.test(stem)) return period
    if (prefixes[variant].has(stem) || /^\p{Lowercase}/u.test(next)) return period
    if (numericPrefixes.has(stem) && /^[0-9]/.test(next)) return period
    return ' .'
  })
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '|': '&#124;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
  '[': '&#91;',
  ']': '&#93;',
}

function escapeMarks(line: string): string {
  return line.replace(/[&|<>'"[\]]/g, mark => escapes[mark]!)
}

/** Words whose period does not end a sentence (nonbreaking_prefix.en). */
const prefixes2014 = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ...'Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Comdr Con Corp Cpl DR Dr Drs Ens Gen Gov Hon Hr'.split(
    ' ',
  ),
  ...'Hosp Insp Lt MM MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Op Ord Pfc Ph Prof Pvt Rep Reps Res'.split(
    ' ',
  ),
  ...'Rev Rt Sen Sens Sfc Sgt Sr St Supt Surg v vs i.e rev e.g Nos Nr'.split(' '),
]
const prefixes: Record<MosesVariant, ReadonlySet<string>> = {
  'moses-2014': new Set(prefixes2014),
  moses: new Set([...prefixes2014, ...'Rs Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec'.split(' ')]),
}
/** The same, when a number follows. */
const numericPrefixes: ReadonlySet<string> = new Set(['No', 'Art', 'pp'])
