/** Words that give a label away: in nearly all of its texts, and in hardly any other. A signature, an id, what a web page put there. */
import type { Sequences } from '../text/sequences.ts'
import { percent } from '../wording.ts'
import { type Finding, finding, type TextAt } from './finding.ts'

/** Share of the texts of a label that have the word at least: for a warning, and to be worth knowing; and of all others at most. */
const inOwn = { warning: 0.9, note: 0.5 }
const inOthers = 0.01
/** Texts of a label at least: a word that three texts have in common says nothing. */
const fewest = 10
/** Words of a label that are told. */
const told = 5

export function findGiveaways(
  { tokens, offsets, labels }: Sequences,
  words: readonly string[],
  labelNames: readonly string[],
): Finding[] {
  const seenIn = new Int32Array(words.length).fill(-1)
  const total = new Int32Array(words.length)
  const textsOf = labelNames.map(() => [] as number[])
  for (const [text, label] of labels.entries()) {
    textsOf[label]!.push(text)
    for (const token of tokens.subarray(offsets[text], offsets[text + 1])) {
      if (seenIn[token] === text) continue
      seenIn[token] = text
      total[token]!++
    }
  }
  seenIn.fill(-1)
  const own = new Int32Array(words.length)
  return textsOf.flatMap((texts, label) => {
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
      .filter(
        token => own[token]! >= inOwn.note * texts.length && total[token]! - own[token]! <= inOthers * others,
      )
      .sort((a, b) => own[b]! - own[a]! || a - b)
      .map(token => ({
        word: words[token]!,
        share: own[token]! / texts.length,
        elsewhere: total[token]! - own[token]!,
      }))
    for (const token of touched) own[token] = 0
    const rows = texts.map((index): TextAt => ({ split: 'train', index }))
    const named = found
      .slice(0, told)
      .map(
        ({ word, share, elsewhere }) =>
          `${JSON.stringify(word)} (${percent(share, 0)}, elsewhere ${elsewhere})`,
      )
    const name = JSON.stringify(labelNames[label])
    const certain = found[0] !== undefined && found[0].share >= inOwn.warning
    return finding('giveaway', certain ? 'warning' : 'note', found.length > 0 ? rows : [], () =>
      certain
        ? `words that give the label ${name} away: ${named.join(', ')}: a model will learn these and nothing else`
        : `words that nearly give the label ${name} away: ${named.join(', ')}: will they be there in new texts?`,
    )
  })
}
