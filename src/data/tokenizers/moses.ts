/**
 * The Moses tokenizer for English (tokenizer.perl -l en -q), substitution by substitution as the script makes them.
 *
 * Source: mosesdecoder, scripts/tokenizer/tokenizer.perl and share/nonbreaking_prefixes/nonbreaking_prefix.en. Two versions
 * matter: today's, and that of August 2014, which is nearer to the published imdb.pkl.
 */
import type { Tokenizer } from './tokenizer.ts'

export type MosesVersion = 'today' | '2014'

/** Official: the preprocessing lower-cases and splits byte strings, so both concern ASCII only. */
function mosesTokenizer(name: 'moses' | 'moses-2014', moses: MosesVersion): Tokenizer {
  return {
    name,
    version: 1,
    tokenize: text =>
      mosesLine(text, moses)
        .replace(/[A-Z]+/g, letters => letters.toLowerCase())
        .split(/[\t-\r ]+/)
        .filter(token => token !== ''),
  }
}

export const moses = mosesTokenizer('moses', 'today')
export const moses2014 = mosesTokenizer('moses-2014', '2014')

// Perl's character classes. Its white space has U+0085 and lacks U+FEFF, other than JavaScript's `\s`.
const S = '\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const Alpha = '\\p{Alphabetic}'
const N = '\\p{N}'

type Rule = readonly [pattern: RegExp, replacement: string]

function rule(pattern: string, replacement: string): Rule {
  return [new RegExp(pattern, 'gu'), replacement]
}

const blank = new RegExp(`^[${S}]*$`, 'u')
const whiteSpace = new RegExp(`[${S}]`, 'u')

const spaceRules = [
  rule(`[${S}]+`, ' '),
  rule('[\\x00-\\x1f]', ''),
  rule(' +', ' '),
  rule('^ ', ''),
  rule(' $', ''),
] as const

/** Everything but letters, digits, white space and . ' ` , - stands by itself. */
const otherCharacters = rule(`([^${Alpha}\\p{Nd}${S}.'\`,\\-])`, ' $1 ')

/** Commas stand by themselves but for those between digits. */
const commaRules = [rule(`([^${N}]),`, '$1 , '), rule(`,([^${N}])`, ' , $1')] as const
const lastComma = rule(`(${N}),$`, '$1 ,')

const quoteRules2014 = [rule('`', "'"), rule("''", ' " ')] as const

/** English splits contractions to the right: don 't. Each rule needs a character before the apostrophe. */
const apostropheRules = [
  rule(`([^${Alpha}])'([^${Alpha}])`, "$1 ' $2"),
  rule(`([^${Alpha}${N}])'(${Alpha})`, "$1 ' $2"),
  rule(`(${Alpha})'([^${Alpha}])`, "$1 ' $2"),
  rule(`(${Alpha})'(${Alpha})`, "$1 '$2"),
  rule(`(${N})'(s)`, "$1 's"),
] as const

const outerSpaceRules = [rule(' +', ' '), rule('^ ', ''), rule(' $', '')] as const

const stopBeforeQuote = rule("\\.' ?$", " . ' ")

const escapeRules = [
  rule('&', '&amp;'),
  rule('\\|', '&#124;'),
  rule('<', '&lt;'),
  rule('>', '&gt;'),
  rule("'", '&apos;'),
  rule('"', '&quot;'),
  rule('\\[', '&#91;'),
  rule('\\]', '&#93;'),
] as const

// Abbreviations whose full stop stays; those of the second list only before a number.
const prefixes2014 = (
  'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Adj Adm Adv Asst Bart Bldg Brig Bros Capt Cmdr Col Comdr Con ' +
  'Corp Cpl DR Dr Drs Ens Gen Gov Hon Hr Hosp Insp Lt MM MR MRS MS Maj Messrs Mlle Mme Mr Mrs Ms Msgr Op Ord Pfc Ph ' +
  'Prof Pvt Rep Reps Res Rev Rt Sen Sens Sfc Sgt Sr St Supt Surg v vs i.e rev e.g Nos Nr'
).split(' ')
const prefixesSince = 'Rs Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const prefixes: Readonly<Record<MosesVersion, ReadonlySet<string>>> = {
  today: new Set([...prefixes2014, ...prefixesSince]),
  '2014': new Set(prefixes2014),
}
const numericPrefixes: ReadonlySet<string> = new Set(['No', 'Art', 'pp'])

/**
 * Moses' own output for a text, before lower-casing. Line breaks inside the text count as white space, where the
 * script would start another line.
 */
export function mosesLine(text: string, version: MosesVersion): string {
  if (blank.test(text)) return text
  let line = apply(spaceRules, text)
  line = apply([otherCharacters], line)
  line = hideDotRuns(line)
  line = apply(commaRules, line)
  line = version === 'today' ? apply([lastComma], line) : apply(quoteRules2014, line)
  line = apply(apostropheRules, line)
  line = apply(outerSpaceRules, separateStops(line, version))
  if (version === 'today') line = apply([stopBeforeQuote], line)
  return apply(escapeRules, showDotRuns(line))
}

function apply(rules: readonly Rule[], text: string): string {
  return rules.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text)
}

/**
 * Runs of two dots or more become a word of their own, DOTDOT...MULTI, that the later rules leave alone. (The script
 * gets there dot by dot, in a time that grows with the square of the run.)
 */
function hideDotRuns(line: string): string {
  return line.replace(/\.{2,}(?=(.?))/gsu, (run: string, next: string) => {
    return ` ${'DOT'.repeat(run.length)}MULTI${next === '' ? '' : ' '}`
  })
}

function showDotRuns(line: string): string {
  return line.replace(/(?<!DOT)(?:DOT)+MULTI/g, word => '.'.repeat((word.length - 'MULTI'.length) / 'DOT'.length))
}

/** A full stop at the end of a word stands by itself, unless the word is an abbreviation or the sentence goes on. */
function separateStops(line: string, version: MosesVersion): string {
  const words = line.split(whiteSpace)
  while (words.at(-1) === '') words.pop()
  return words
    .map((word, i) => {
      const stem = word.slice(0, -1)
      if (stem === '' || !word.endsWith('.')) return word
      const next = words[i + 1]
      if (next === undefined && version === 'today') return `${stem} .`
      const isAbbreviation =
        (stem.includes('.') && /\p{Alphabetic}/u.test(stem)) || prefixes[version].has(stem)
      if (isAbbreviation || /^\p{Lowercase}/u.test(next ?? '')) return word
      if (numericPrefixes.has(stem) && /^[0-9]/.test(next ?? '')) return word
      return `${stem} .`
    })
    .join(' ')
}
