/** Texts in another script or language than most. */
import type { Sequences } from '../text/sequences.ts'
import { counted, verb } from '../wording.ts'
import { scripts } from './characters.ts'
import { byShare, type Finding, finding, rowsWhere, someOf, splitText, type TextAt } from './finding.ts'
import { functionWords } from './function-words.ts'

const languages = Object.keys(functionWords) as (keyof typeof functionWords)[]

/** Those that a function word is one of, a bit each. */
const languagesOfWord = new Map<string, number>()
for (const [i, name] of languages.entries()) {
  for (const word of functionWords[name].split(' '))
    languagesOfWord.set(word, (languagesOfWord.get(word) ?? 0) | (1 << i))
}

/**
 * Different function words that tell a text's language: of its own at least `alone` where it has none of the usual language, else
 * `words`, and so many times as many as of the usual one.
 */
const enough = { alone: 2, words: 3, times: 2 }
/** Where less than this share of the words is the usual language's, it is none of those known: they have 17 to 45 %, others 10 at most. */
const leastShare = 0.14
/** A quotation is no other language: this share of such texts is more than that. */
const usualShare = 0.01

/** Which scripts the letters of each text are of, [n]. */
export interface ScriptsOf {
  /** The script of most letters, an index in `scripts`. */
  readonly main: readonly number[]
  /** All scripts with letters enough, a bit each. */
  readonly all: readonly number[]
}

const latin = scripts.indexOf('Latin')

/** @param words what the tokens index @param isWord [words] 1 for a word, 0 for a mark */
export function checkLanguages(
  split: TextAt['split'],
  texts: Sequences,
  { main, all }: ScriptsOf,
  words: readonly string[],
  isWord: Uint8Array,
): Finding[] {
  const counts = scripts.map(() => 0)
  for (const script of main) counts[script]!++
  const usual = counts.indexOf(Math.max(...counts.slice(1)), 1)
  const has = (index: number, script: number) => ((all[index]! >> script) & 1) === 1
  // Latin names stand in texts of every script, and may be longer than all else.
  const isForeign = (index: number) =>
    main[index]! > 0 && main[index] !== usual && !(main[index] === latin && has(index, usual))
  const isMixed = (index: number) =>
    scripts.some((_, script) => ![main[index], latin, usual].includes(script) && has(index, script))
  const rows = (holds: (index: number) => boolean) => rowsWhere(split, main.length, holds)
  const foreign = rows(isForeign)
  // 'OK!' and 'Ciao' are at home in every script.
  const strange = foreign.filter(({ index }) => main[index] !== latin)

  const { language, most } = otherLanguages(texts, words, isWord, main)
  const others = rows(index => language[index]! >= 0)
  return [
    ...finding(
      'language',
      foreign.length >= usualShare * main.length ? 'warning' : byShare(strange.length, main.length),
      foreign.map(row => ({ ...row, remark: scripts[main[row.index]!]! })),
      count =>
        `${counted(count, splitText(split))} ${verb(count, 'are')} in another script than the others, which are ${scripts[usual]}`,
    ),
    ...finding(
      'language',
      'note',
      rows(isMixed),
      count => `${someOf(split, count, main.length, 'have')} words of another script among the others`,
    ),
    ...finding(
      'language',
      others.length >= usualShare * main.length ? 'warning' : 'note',
      others.map(row => ({ ...row, remark: languages[language[row.index]!]! })),
      count =>
        `${counted(count, splitText(split))} ${verb(count, 'seem')} to be in another language than the others, which are ${languages[most]}`,
    ),
  ]
}

/**
 * The usual language, and [n] in which other one of `languages` each text is; -1 where it is in none, or where its words do not tell.
 */
function otherLanguages(
  { tokens, offsets }: Sequences,
  words: readonly string[],
  isWord: Uint8Array,
  scriptsOf: readonly number[],
): { readonly language: Int8Array; readonly most: number } {
  const bits = Uint16Array.from(words, word => languagesOfWord.get(word) ?? 0)
  const all = languages.map(() => 0)
  let count = 0
  for (const [text, script] of scriptsOf.entries()) {
    if (script !== latin) continue
    for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
      count += isWord[token]!
      addBits(all, bits[token]!)
    }
  }
  const most = all.indexOf(Math.max(...all))
  if (all[most]! < leastShare * count) return { language: new Int8Array(scriptsOf.length).fill(-1), most }

  const hits = languages.map(() => 0)
  const shared = languages.map(() => 0)
  const met = new Set<number>()
  const language = Int8Array.from(scriptsOf, (script, text) => {
    if (script !== latin) return -1
    hits.fill(0)
    shared.fill(0)
    met.clear()
    for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
      const which = bits[token]!
      if (which === 0 || met.has(token)) continue
      met.add(token)
      addBits(hits, which)
      if ((which >> most) & 1) addBits(shared, which)
    }
    // What is a word of both languages decides for neither.
    const own = (i: number) => hits[i]! - shared[i]!
    const best = hits.reduce((best, _, i) => (own(i) > own(best) ? i : best), 0)
    const usual = hits[most]! - shared[best]!
    const isOther =
      usual === 0 ? own(best) >= enough.alone : own(best) >= Math.max(enough.words, enough.times * usual)
    return isOther ? best : -1
  })
  return { language, most }
}

/** Adds 1 to each count whose bit is set. */
function addBits(counts: number[], bits: number): void {
  for (let i = 0, left = bits; left !== 0; i++, left >>= 1) counts[i]! += left & 1
}
