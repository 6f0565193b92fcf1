/** What gives a label away beside its words: that nearly all of its texts, and hardly any other, have a date, an id, a length. */

import { quoted } from '../printable.ts'
import type { Sequences } from '../text/sequences.ts'
import { counted, percent } from '../wording.ts'
import { traits } from './characters.ts'
import { type Finding, finding, type TextAt } from './finding.ts'
import { isSmall, textsByLabel } from './texts-by-label.ts'

/** One bit each, and what a text has then. */
const shapes = [
  {
    has: 'a date',
    pattern: /(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?!\d)/,
  },
  { has: 'a time of the day', pattern: /(?<!\d)\d{1,2}:\d{2}(?!\d)/ },
  { has: 'a number of four digits or more', pattern: /(?<![\p{L}\d/.:-])\d{4,}(?![\p{L}\d/:-]|\.\d)/u },
  {
    has: 'an id of letters and digits',
    pattern: /(?<![\p{L}\d])(?=(?:[a-z]*\d){2})(?=\d*[a-z])[a-z\d]{6,}(?![\p{L}\d])/iu,
  },
  { has: 'the address of a page', pattern: /https?:\/\/|(?<!\p{L})www\./iu },
  { has: 'the address of a mailbox', pattern: /[\w.+-]@[\w-]+\.\p{L}/u },
  { has: 'a capital at each word', pattern: /^(?=(?:.*\p{Lu}\p{Ll}){3})(?!.*(?<![\p{L}\p{N}'’])\p{Ll})/su },
  { has: 'no small letter', pattern: /^(?=(?:.*\p{Lu}){4})\P{Ll}*$/su },
  { has: 'no capital', pattern: /^(?=(?:.*\p{Ll}){4})\P{Lu}*$/su },
  { has: 'a blank at its end', pattern: /\s$/ },
  { has: 'a blank at its beginning', pattern: /^\s/ },
  { has: 'several blanks in a row', pattern: /\S {2,}\S/ },
  { has: 'a line break', pattern: /\n/ },
] as const

/** The sum of what holds for a text. */
export function shapesOf(text: string): number {
  return shapes.reduce((sum, { pattern }, i) => sum + (pattern.test(text) ? 1 << i : 0), 0)
}

/** Texts of a label, and of all others, at least: what few texts have in common says nothing. */
const fewest = 20
/** Of a label's texts, at least, and of the others, at most. */
const telling = { share: 0.9, elsewhere: 0.01 }
/** A length tells two labels apart where it is so of both sides. */
const tellingLength = 0.95

/** @param observed [n] sums of `shapesOf`, and of `traits` */
export function findTellingShapes(
  { offsets, labels }: Sequences,
  labelNames: readonly string[],
  observed: { readonly shapes: readonly number[]; readonly traits: readonly number[] },
): Finding[] {
  const features: readonly { readonly has: string; holds(index: number): boolean }[] = [
    ...shapes.map(({ has }, i) => ({
      has,
      holds: (index: number) => (observed.shapes[index]! & (1 << i)) !== 0,
    })),
    { has: 'HTML', holds: index => (observed.traits[index]! & (traits.markup | traits.breaks)) !== 0 },
    { has: 'an invisible character', holds: index => (observed.traits[index]! & traits.control) !== 0 },
  ]
  const counts = features.map(({ holds }) => {
    const count = new Int32Array(labelNames.length)
    for (const [index, label] of labels.entries()) if (holds(index)) count[label]!++
    return { count, all: count.reduce((a, b) => a + b, 0) }
  })
  const sizes = Int32Array.from(labels, (_, index) => offsets[index + 1]! - offsets[index]!)
  const ascending = sizes.toSorted()
  return textsByLabel(labels, labelNames.length).flatMap((texts, label) => {
    const others = labels.length - texts.length
    if (texts.length < fewest || others < fewest) return []
    const found = features.flatMap(({ has }, i) => {
      const own = counts[i]!.count[label]!
      const elsewhere = counts[i]!.all - own
      if (own < telling.share * texts.length || elsewhere > telling.elsewhere * others) return []
      return [`${has} (${percent(own / texts.length, 0)}, elsewhere ${elsewhere})`]
    })
    const rows = texts.map((index): TextAt => ({ split: 'train', index }))
    const name = quoted(labelNames[label]!)
    return [
      ...finding(
        'giveaway',
        isSmall(texts.length, labels.length, labelNames.length) ? 'note' : 'warning',
        found.length > 0 ? rows : [],
        () =>
          `what gives the label ${name} away beside its words: ${found.join(', ')}: a model may learn this and nothing else`,
      ),
      ...(found.length > 0 ? [] : lengthFinding(name, rows, sizes, ascending)),
    ]
  })
}

/**
 * Told of the side that is longer alone: where there are two labels, the other one is shorter by that.
 *
 * @param all the sizes of all texts, ascending: sorted once, for as many labels as there are
 */
function lengthFinding(name: string, rows: readonly TextAt[], sizes: Int32Array, all: Int32Array): Finding[] {
  const own = Int32Array.from(rows, ({ index }) => sizes[index]!).sort()
  const others = all.length - own.length
  const least = own[Math.floor((1 - tellingLength) * own.length)]!
  const from = (sorted: Int32Array) => sorted.length - lowerBound(sorted, least)
  const longer = from(all) - from(own)
  return finding(
    'giveaway',
    'note',
    longer <= (1 - tellingLength) * others ? rows : [],
    () =>
      `nearly all texts of the label ${name} have ${counted(least, 'token')} or more, and of the others ${percent(longer / others)}: a model may learn their length`,
  )
}

/** The first place in ascending numbers from which on none is less. */
function lowerBound(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
