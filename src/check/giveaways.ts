/** Words that give a label away: in nearly all of its texts, and in hardly any other. A signature, an id, what a web page put there. */

import { quoted } from '../printable.ts'
import type { Sequences } from '../text/sequences.ts'
import { partOf, percent, verb } from '../wording.ts'
import { type Finding, finding, type Severity, type TextAt } from './finding.ts'
import { isSmall, textsByLabel } from './texts-by-label.ts'

interface Grade {
  /** Of the texts of a label this share and number has the word at least, and of all others this share at most. */
  readonly share: number
  readonly texts: number
  readonly elsewhere: number
  /** Where the label is one of many small ones, too. */
  readonly ofSmall: boolean
  readonly severity: Severity
  says(label: string, words: string): string
}

/** The worst first. */
const grades: readonly Grade[] = [
  {
    ...{ share: 0.9, texts: 1, elsewhere: 0.01, ofSmall: true, severity: 'warning' },
    says: (label, words) =>
      `words that give the label ${label} away: ${words}: a model will learn these and nothing else`,
  },
  {
    ...{ share: 0.5, texts: 1, elsewhere: 0.01, ofSmall: true, severity: 'note' },
    says: (label, words) =>
      `words that nearly give the label ${label} away: ${words}: will they be there in new texts?`,
  },
  {
    // Of words that mean something, those that no other text has are in 3 % of a label's texts at most (`happy` in cr), but for `why` in trec.
    ...{ share: 0.05, texts: 20, elsewhere: 0, ofSmall: true, severity: 'note' },
    says: (label, words) =>
      `words that only texts of the label ${label} have: ${words}: will they be there in new texts?`,
  },
  {
    // Of fourteen public sets trec alone has such a word (`who`, 48 % of its label).
    ...{ share: 0.1, texts: 20, elsewhere: 0.005, ofSmall: false, severity: 'note' },
    says: (label, words) =>
      `words that hardly any text but those of the label ${label} has: ${words}: will they be there in new texts?`,
  },
]

/** Texts of a label at least: a word that three texts have in common says nothing. */
const fewest = 10
/** Words of a label that are told. */
const told = 5
/** Small labels that are told one by one, and of more of them those that are named. */
const smallAlone = 3
const smallTold = 8

export function findGiveaways(
  { tokens, offsets, labels }: Sequences,
  words: readonly string[],
  labelNames: readonly string[],
): Finding[] {
  const seenIn = new Int32Array(words.length).fill(-1)
  const total = new Int32Array(words.length)
  for (const text of labels.keys()) {
    for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
      if (seenIn[token] === text) continue
      seenIn[token] = text
      total[token]!++
    }
  }
  seenIn.fill(-1)
  const own = new Int32Array(words.length)
  const givenAway = textsByLabel(labels, labelNames.length).flatMap((texts, label): GivenAway[] => {
    const small = isSmall(texts.length, labels.length, labelNames.length)
    if (texts.length < fewest || texts.length === labels.length) return []
    const touched: number[] = []
    for (const text of texts) {
      for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
        if (seenIn[token] === text) continue
        seenIn[token] = text
        if (own[token] === 0) touched.push(token)
        own[token]!++
      }
    }
    const others = labels.length - texts.length
    const found = touched
      .map(token => ({ token, count: own[token]!, elsewhere: total[token]! - own[token]! }))
      .flatMap(({ count, elsewhere, ...rest }) => {
        const share = count / texts.length
        const grade = grades.find(
          grade =>
            (grade.ofSmall || !small) &&
            share >= grade.share &&
            count >= grade.texts &&
            elsewhere <= grade.elsewhere * others,
        )
        return grade ? [{ ...rest, share, elsewhere, grade }] : []
      })
      .sort(
        (a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade) || b.share - a.share || a.token - b.token,
      )
    for (const token of touched) own[token] = 0
    const [first] = found
    if (!first) return []
    const rows = texts
      .filter(text => tokens.subarray(offsets[text], offsets[text + 1]).includes(first.token))
      .map((index): TextAt => ({ split: 'train', index }))
    const named = found
      .filter(({ grade }) => grade === first.grade)
      .slice(0, told)
      .map(
        ({ token, share, elsewhere }) =>
          `${JSON.stringify(words[token])} (${percent(share, 0)}, elsewhere ${elsewhere})`,
      )
    return [
      {
        label: quoted(labelNames[label]!),
        small,
        share: first.share,
        named,
        rows,
        grade: first.grade,
      },
    ]
  })
  const ofSmall = givenAway.filter(({ small }) => small).toSorted((a, b) => b.share - a.share)
  const alone = ofSmall.length > smallAlone ? givenAway.filter(({ small }) => !small) : givenAway
  return [
    ...alone.flatMap(({ label, small, named, rows, grade }) =>
      finding('giveaway', small ? 'note' : grade.severity, rows, () => grade.says(label, named.join(', '))),
    ),
    ...(ofSmall.length > smallAlone ? ofManyLabels(ofSmall, labelNames.length) : []),
  ]
}

/** A label and the words that give it away, the first of which `share` of its texts have. */
interface GivenAway {
  readonly label: string
  readonly small: boolean
  readonly share: number
  readonly named: readonly string[]
  readonly rows: readonly TextAt[]
  readonly grade: Grade
}

/** @param ofSmall the worst first */
function ofManyLabels(ofSmall: readonly GivenAway[], labels: number): Finding[] {
  const told = ofSmall.slice(0, smallTold).map(({ label, named }) => `${label} by ${named[0]}`)
  return finding(
    'giveaway',
    'note',
    ofSmall.flatMap(({ rows }) => rows),
    () =>
      `${partOf(ofSmall.length, labels, 'label')} ${verb(ofSmall.length, 'have')} words that give them away, or nearly: ${told.join(', ')}${ofSmall.length > smallTold ? ', ...' : ''}: are these what the labels are about?`,
  )
}
