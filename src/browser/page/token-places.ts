/** Where a text's tokens stand in it, for a tokenizer that folds letters and marks: found by looking for each after the one before. */

interface Place {
  readonly start: number
  readonly end: number
}

/** How far behind the one before a token is looked for, in characters: past blanks, markup, and tokens that were not found. */
const farthest = 80

/**
 * The place of each token; undefined where it is not found, since the tokenizer has changed it too much.
 *
 * @param tokens in their order, as the tokenizer gives them
 */
export function tokenPlaces(text: string, tokens: readonly string[]): (Place | undefined)[] {
  const { folded, starts, ends } = foldedText(text)
  let from = 0
  let last = 0
  return tokens.map(token => {
    const wanted = unescaped(token)
    if (wanted === '') return undefined
    const found = folded.slice(from, from + farthest + wanted.length).indexOf(wanted)
    if (found < 0) return undefined
    const at = from + found
    from = at + wanted.length
    const place = { start: starts[at]!, end: ends[from - 1]! }
    // Two tokens of one character, such as a ligature.
    if (place.start < last) return undefined
    last = place.end
    return place
  })
}

/** A letter with its marks, or any other character. */
const cluster = /\P{M}\p{M}{0,30}|\p{M}/gu

/** The text as tokenizers compare it, and where in the text what each of its characters stands for begins and ends. */
function foldedText(text: string) {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: characters, index } of text.matchAll(cluster)) {
    const same = lookAlikes.get(characters) ?? characters.normalize('NFC').toLowerCase()
    for (let i = 0; i < same.length; i++) {
      starts.push(index)
      ends.push(index + characters.length)
    }
    folded += same
  }
  return { folded, starts, ends }
}

const lookAlikes = new Map([
  ...Array.from('`´‘’‚‛′ʼ＇', quote => [quote, "'"] as const),
  ...Array.from('“”„‟″«»＂', quote => [quote, '"'] as const),
  ...Array.from('‐‑‒–−', hyphen => [hyphen, '-'] as const),
  ...Array.from('—―', dash => [dash, '--'] as const),
  ['…', '...'],
])

const entities = new Map([
  ['&apos;', "'"],
  ['&quot;', '"'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#124;', '|'],
  ['&#91;', '['],
  ['&#93;', ']'],
  ['&amp;', '&'],
])

/** The Moses tokenizer escapes some marks. */
function unescaped(token: string): string {
  return token.includes('&')
    ? token.replace(/&(?:\w+|#\d+);/g, entity => entities.get(entity) ?? entity)
    : token
}
