import { LstmError } from '../errors.ts'

/** Words of all phrases of a tree together, at most: each stands once in every bracket around it. */
const mostWords = 1 << 20

/** A phrase of a tree: what a bracket holds. */
interface LabelledPhrase {
  readonly label: string
  /** As the tree has them. */
  readonly tokens: readonly string[]
}

/** Brackets inside one another; a parser of sentences makes no tree so deep. */
const deepest = 1000

/**
 * The phrases of a tree in brackets, each after those that it consists of, so that the whole sentence is the last one:
 * (4 (3 (2 a) (4 lovely)) (2 film)) has five.
 *
 * @param place of the line, for errors
 * @throws LstmError 'data' for a line that is no such tree
 */
export function phrasesOf(line: string, place: string): LabelledPhrase[] {
  const phrases: LabelledPhrase[] = []
  const open: { readonly label: string; readonly tokens: string[] }[] = []
  const wrong = (what: string) =>
    new LstmError('data', `${place}: ${what}`, {
      hint: 'a line is a tree in brackets, in which each phrase has its label: (4 (3 lovely) (2 film))',
    })
  let labelled = true
  let words = 0
  for (const [piece] of line.matchAll(/[()]|[^\s()]+/g)) {
    if (phrases.length > 0 && open.length === 0) throw wrong('something stands after the tree')
    if (piece === '(') {
      if (!labelled || open.length === deepest) throw wrong('brackets without a label, or too many')
      open.push({ label: '', tokens: [] })
      labelled = false
    } else if (!labelled) {
      if (piece === ')') throw wrong('brackets without a label')
      open.push({ ...open.pop()!, label: piece })
      labelled = true
    } else if (piece === ')') {
      const phrase = open.pop()
      if (!phrase) throw wrong('a bracket too many')
      if (phrase.tokens.length === 0) throw wrong('brackets without a word')
      words += phrase.tokens.length
      if (words > mostWords) throw wrong('too many words in too many brackets')
      phrases.push(phrase)
      for (const token of phrase.tokens) open.at(-1)?.tokens.push(token)
    } else {
      const phrase = open.at(-1)
      if (!phrase) throw wrong('a word outside of all brackets')
      phrase.tokens.push(piece)
    }
  }
  if (open.length > 0) throw wrong('a bracket is not closed')
  if (phrases.length === 0) throw wrong('no tree')
  return phrases
}

const written: Readonly<Record<string, string>> = {
  '-LRB-': '(',
  '-RRB-': ')',
  '-LSB-': '[',
  '-RSB-': ']',
  '-LCB-': '{',
  '-RCB-': '}',
  '``': '"',
  "''": '"',
}

/** The text of a phrase as trees have it, its tokens apart (does n't), but with the marks that they stand for. */
export function spacedText(tokens: readonly string[]): string {
  return tokens.map(token => written[token] ?? token.replaceAll('\\/', '/').replaceAll('\\*', '*')).join(' ')
}

/** The same as people write it: doesn't. */
export function plainText(tokens: readonly string[]): string {
  return spacedText(tokens)
    .replace(/ (n't|'(?:s|re|ve|ll|d|m)?)(?= |$)/gi, '$1')
    .replace(/ ([.,!?;:)])/g, '$1')
    .replace(/\( /g, '(')
}
