/** What somebody who trains on these texts ought to know about them: nothing is left out, and nothing odd passes, unsaid. */
import { listed, quoted } from '../printable.ts'
import type { StoredSequences } from '../text/sequences.ts'
import { counted, grouped, partOf, verb, withoutToken } from '../wording.ts'
import type { TokenisedCorpus } from './corpus.ts'
import { contains, hashesOf } from './fingerprint.ts'
import { classSizes } from './split.ts'

export interface Notice {
  readonly kind:
    | 'labels'
    | 'too-long'
    | 'empty'
    | 'equal'
    | 'contradicting'
    | 'in-both'
    | 'untested'
    | 'unvalidated'
  /** A warning asks for something to be done; a note says what was done. */
  readonly severity: 'warning' | 'note'
  /** How many texts it is about. */
  readonly texts: number
  /** One line, with the numbers in it. */
  readonly message: string
}

/** What is odd about the texts of a corpus, before anything is done with them. */
export function corpusNotices({ labelNames, train, test, words }: TokenisedCorpus): Notice[] {
  const hashes = hashesOf(train, words)
  // Of labels that are alike it is told by themselves: their texts do not contradict each other.
  const one = oneOfAlike(labelNames, classSizes(train.labels))
  return [
    ...labelNotices(labelNames, train.labels).map(({ labels: _, ...told }) => told),
    ...emptyNotices(train),
    ...equalNotices(hashes, { ...train, labels: train.labels.map(label => one[label]!) }),
    ...(test ? sharedNotices(hashes, hashesOf(test, words)) : []),
  ]
}

/** A notice about some labels. */
interface LabelNotice extends Notice {
  /** Those whose texts are to be looked at. */
  readonly labels: readonly number[]
}

/** Labels that may be meant to be one, and labels that may stand for a missing value. */
export function labelNotices(labelNames: readonly string[], labels: Int32Array): LabelNotice[] {
  const sizes = classSizes(labels)
  const sizeOf = (label: number) => sizes[label] ?? 0
  const named = (label: number) => `${quoted(labelNames[label]!)} (${grouped(sizeOf(label))})`
  const groups = new Map<string, number[]>()
  for (const [label, name] of labelNames.entries()) {
    groups.set(closed(name), [...(groups.get(closed(name)) ?? []), label])
  }
  const alike = [...groups.values()].filter(group => group.length > 1)
  const missing = [...groups].flatMap(([name, group]) => (missingValues.has(name) ? group : []))
  // Of labels that are alike, the most frequent one is what the others are meant to be.
  const odd = alike.flatMap(group => group.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(1))
  const pairs = alike.map(group => group.map(label => withUnseen(named(label))).join(' / '))
  const about = (those: readonly number[], texts: number, message: string) =>
    notice('labels', 'warning', texts, message).map(told => ({ ...told, labels: those }))
  return [
    ...about(
      odd,
      alike.flat().reduce((sum, label) => sum + sizeOf(label), 0),
      `labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: ${listed(pairs, 200)} (--merge-labels reads them as one)`,
    ),
    ...missing.flatMap(label =>
      about(
        [label],
        sizeOf(label),
        `${counted(sizeOf(label), 'text')} with the label ${quoted(labelNames[label]!)}: a missing value?`,
      ),
    ),
  ]
}

/** What spreadsheets and programs write where there is no value, as `plain` makes it. */
const missingValues = new Set(['', 'nan', 'null', 'none', 'n/a', '#n/a', 'na', 'nil', 'undefined', '-', '?'])

/**
 * Shows what labels that look equal differ in: marks that a letter would hold in its usual form, blanks that are none of the space bar,
 * letters of another alphabet among Latin ones.
 */
function withUnseen(name: string): string {
  const unseen = name === name.normalize('NFC') ? /(?! )\p{Zs}/gu : /(?! )[\p{Zs}\p{M}]/gu
  const shown = /\p{Script=Latin}/u.test(name) ? name.replace(lookAlike, escaped) : name
  return shown.replace(unseen, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Cyrillic and Greek letters, and the Latin ones that nobody can tell from them. */
const latinOf = new Map(
  Array.from('АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο', (letter, i) => [
    letter,
    'ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo'[i]!,
  ]),
)
const lookAlike = new RegExp(`[${[...latinOf.keys()].join('')}]`, 'gu')

/** What an export or a hurried hand leaves around a label; `:)` and `C#` are labels of their own. */
const around = /^["'`“”‘’«»[(\s]+(?=.*[\p{L}\p{N}])|(?<=[\p{L}\p{N}].*)["'`“”‘’«»\]).,;:!\s]+$/gu

/** Those of some labels that differ from one of the others only as `closed` says. @param labels all of them */
export function variantsAmong(some: readonly string[], labels: readonly string[]): string[] {
  const wanted = new Set(some)
  const others = new Set(labels.filter(label => !wanted.has(label)).map(closed))
  return some.filter(label => others.has(closed(label)))
}

/** [classes] For each label the most frequent one of those that only `closed` makes one. @param sizes by label; where it ends, 0 */
export function oneOfAlike(labelNames: readonly string[], sizes: Int32Array): Int32Array {
  const most = new Map<string, number>()
  for (const [label, name] of labelNames.entries()) {
    const other = most.get(closed(name))
    if (other === undefined || (sizes[label] ?? 0) > (sizes[other] ?? 0)) most.set(closed(name), label)
  }
  return Int32Array.from(labelNames, name => most.get(closed(name))!)
}

/** As `plain`, and `e-mail` is `email`: of two words that are written together none knows whether they are to be. */
function closed(label: string): string {
  return plain(label).replace(/(?<=\p{L}) (?=\p{L})/gu, '')
}

/** What is written for a letter where a keyboard or a program has none: `Kuendigung`. */
const writtenFor: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  æ: 'ae',
  œ: 'oe',
}
const letterWrittenFor = new RegExp(`[${Object.keys(writtenFor).join('')}]`, 'gu')

/** Latin letters without their accents: of other scripts marks are vowels, or make another letter. */
function unaccented(text: string): string {
  const written = text.replace(letterWrittenFor, letter => writtenFor[letter]!)
  return written
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
}

/** A dash between words is as good as a blank; one before a number is its sign. 1.0 is what many a program makes of 1. */
export function plain(label: string): string {
  const latin = label.normalize('NFKC').replace(lookAlike, letter => latinOf.get(letter)!)
  const oneCase = unaccented(latin.replace(around, '').toLowerCase())
  if (/^[+-]?\d+\.\d*$/.test(oneCase)) return oneCase.replace(/\.?0*$/, '')
  return oneCase.replace(/(?<=[\p{L}\p{N}])[\s_\p{Pd}]+(?=[\p{L}\p{N}])/gu, ' ').replace(/\s+/g, ' ')
}

/**
 * What `--maxlen` leaves out; by class where it takes more of one than of another, by a tenth of the class or more.
 *
 * @param all [n] labels before, @param left labels of what is left
 */
export function tooLongNotices(
  all: Int32Array,
  left: Int32Array,
  labelNames: readonly string[],
  maxlen: number,
): Notice[] {
  const texts = all.length - left.length
  const leftOf = classSizes(left)
  const classes = Array.from(classSizes(all), (size, label) => ({
    size,
    lost: size - (leftOf[label] ?? 0),
    label,
  }))
  const present = classes.filter(({ size }) => size > 0)
  const shares = present.map(({ size, lost }) => lost / size)
  const uneven = shares.reduce(larger, 0) - shares.reduce(smaller, 1) >= 0.1
  const byClass = present.map(
    ({ size, lost, label }) => `${quoted(labelNames[label]!)} ${partOf(lost, size)}`,
  )
  const message = `${partOf(texts, all.length, 'training text')} ${verb(texts, 'are')} left out, of ${counted(maxlen, 'token')} or more (--maxlen)`
  return uneven
    ? notice('too-long', 'warning', texts, `${message}; ${listed(byClass, 200)}`)
    : notice('too-long', 'note', texts, message)
}

/** Texts without a token: they are trained on, and say nothing. */
function emptyNotices({ offsets, labels }: Pick<StoredSequences, 'offsets' | 'labels'>): Notice[] {
  const texts = labels.filter((_, i) => offsets[i] === offsets[i + 1]).length
  return notice('empty', 'note', texts, withoutToken(texts, labels.length))
}

/**
 * Texts that stand there more than once, and those among them that have different labels.
 *
 * Those without a token are told by themselves.
 *
 * @param hashes [n] of the same texts
 */
function equalNotices(
  hashes: Float64Array,
  { offsets, labels }: Pick<StoredSequences, 'offsets' | 'labels'>,
): Notice[] {
  const again = repeated(hashes)
  const equal: number[] = []
  for (const [i, hash] of hashes.entries())
    if (again.has(hash) && offsets[i] !== offsets[i + 1]) equal.push(i)
  const firstLabels = new Map<number, number>()
  const torn = new Set<number>()
  for (const i of equal) {
    const label = firstLabels.get(hashes[i]!)
    if (label === undefined) firstLabels.set(hashes[i]!, labels[i]!)
    else if (label !== labels[i]) torn.add(hashes[i]!)
  }
  const contradicting = equal.filter(i => torn.has(hashes[i]!)).length
  return [
    ...notice(
      'equal',
      'note',
      equal.length,
      `${partOf(equal.length, hashes.length, 'text')} ${verb(equal.length, 'are')} equal to another one`,
    ),
    ...notice(
      'contradicting',
      'warning',
      contradicting,
      `${partOf(contradicting, hashes.length, 'text')} ${verb(contradicting, 'are')} equal to one with another label: no model can be right about both`,
    ),
  ]
}

/** The hashes that stand there more than once; of the others no set is made, which takes six times their memory. */
function repeated(hashes: Float64Array): Set<number> {
  const sorted = hashes.toSorted()
  const again = new Set<number>()
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) again.add(sorted[i]!)
  return again
}

/** Test texts that are training texts as well, in data that was divided by others. */
function sharedNotices(train: Float64Array, test: Float64Array): Notice[] {
  const trained = train.toSorted()
  const texts = test.filter(hash => contains(trained, hash)).length
  return notice(
    'in-both',
    'note',
    texts,
    `${partOf(texts, test.length, 'test text')} ${verb(texts, 'are')} among the training texts as well`,
  )
}

/**
 * Classes of which no text could be held out, for testing or for validation.
 *
 * @param kept [n] and @param heldOut [m] labels on either side of the split
 */
export function unheldNotices(
  kind: 'untested' | 'unvalidated',
  kept: Int32Array,
  heldOut: Int32Array,
  labelNames: readonly string[],
): Notice[] {
  const held = classSizes(heldOut)
  const sizes = classSizes(kept)
  const without = [...sizes.keys()].filter(label => sizes[label]! > 0 && !held[label])
  const texts = without.reduce((sum, label) => sum + sizes[label]!, 0)
  const names = listed(
    without.map(label => quoted(labelNames[label]!)),
    200,
  )
  return kind === 'untested'
    ? notice(kind, 'warning', texts, `no test text of ${names}: too few different texts`)
    : notice(kind, 'note', texts, `no validation text of ${names}: too few different texts for their share`)
}

/** None where it is about no text. */
function notice(
  kind: Notice['kind'],
  severity: Notice['severity'],
  texts: number,
  message: string,
): Notice[] {
  return texts === 0 ? [] : [{ kind, severity, texts, message }]
}

function larger(a: number, b: number): number {
  return Math.max(a, b)
}

function smaller(a: number, b: number): number {
  return Math.min(a, b)
}
