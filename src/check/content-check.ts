/** Texts that say nothing by themselves, or too much: stand-ins for a missing text, no word at all, an address, their own label; cut ones. */
import { counted, verb } from '../wording.ts'
import { type Finding, finding, rowsWhere, someOf, splitText, type TextAt } from './finding.ts'

/** One bit each. */
const contents = {
  /** A stand-in for a text that is missing: 'N/A', '[deleted]'. */
  standIn: 1,
  /** Numbers, signs or emoji, but no letter. */
  wordless: 2,
  /** Nothing but an address of a page or a mailbox. */
  address: 4,
  /** Its own label, as a label is written: 'label: positive', '__label__positive', 'positive: A fine film'. */
  ownLabel: 8,
  /** Lines that begin or end with a label as a row of a table does: 'A fine film\nA dull one,negative'. */
  rows: 32,
  /** The names of the columns, once more among the rows. */
  header: 64,
  /** Words that somebody left out, and a sign for each: '[NAME]', 'XXXX', '<unk>'. */
  masked: 128,
  /** Its end is what is written where a text goes on elsewhere: 'the lens is ve...', 'the lens [+120 chars]', '... Read more'. */
  cutShort: 16,
} as const

/** Longer texts are no stand-ins. */
const longestStandIn = 40
const standIn =
  /^\W*(?:n ?\/ ?a|n\.a\.|nan|null|nil|none|undefined|deleted|removed|redacted|empty|blank|missing|tbd|todo|test(?:ing)?|not (?:available|applicable)|no (?:text|comments?|reviews?|content|description|answer)(?: (?:provided|given|available))?)\W*$/i
/** What stands in for a picture, and what a spreadsheet has where a formula failed; and a text for no one. */
const oddStandIn =
  /^\s*(?:\[(?:image|photo|picture|video|audio|attachment|gif|sticker)\]|#(?:ref!|value!|name\?|div\/0!|null!|num!))\s*$/i
const noText = /^\W*lorem ipsum\b/i
const letter = /\p{L}/u
/** Neither white space nor a character that shows nothing. */
const seen = /[^\s\p{Default_Ignorable_Code_Point}]/u
const cutShort = /(?:[\p{L},;](?:\.{3}|…)|\p{L}\s…|[,;]\s\.{3}|\[(?:\.{3}|…|\+\d+ chars)\])\s*$/u
const readMore =
  /(?:(?:\.{3}|…)\s*(?:[[(«]\s*)?|[[(«]\s*)(?:(?:read|see|show|view) (?:more|full \w+)|(?:continue|keep) reading|mehr (?:lesen|anzeigen)|weiterlesen|leer más|ver más|lire la suite|voir plus|leggi (?:di più|tutto)|читать (?:далее|дальше|полностью))\s*[\])»>.…]*\s*$/iu
const address = /^(?:(?:https?:\/\/|www\.|mailto:)\S+|[\w.+-]+@[\w-]+\.[\w.]+)$/i
const masked =
  /<(?:unk|user|url|num|number|name|mask|pad|email|person|date|hashtag)>|\[(?:NAME|PERSON|REDACTED|MASK(?:ED)?|UNK|EMAIL|PHONE|URL|USER|DATE|ADDRESS|LOCATION|LOC|ORG|NUMBER|NUM)(?:[_ ]?\d+)?\]|(?<![\p{L}\p{N}])X{4,}(?![\p{L}\p{N}])/u

/**
 * The sum of what holds for a text.
 *
 * @param labels those of the texts so far, and its own
 * @param columns the names of the columns of both
 */
export function contentsOf(
  text: string,
  label: string,
  labels: ReadonlySet<string>,
  columns?: { readonly text: string; readonly label?: string | undefined },
): number {
  return (
    ((text.length <= longestStandIn && standIn.test(text)) || oddStandIn.test(text) || noText.test(text)
      ? contents.standIn
      : 0) |
    (columns && text === columns.text && label === columns.label ? contents.header : 0) |
    (masked.test(text) ? contents.masked : 0) |
    (seen.test(text) && !letter.test(text) ? contents.wordless : 0) |
    (isAddress(text) ? contents.address : 0) |
    (namesLabel(text, label) ? contents.ownLabel : 0) |
    (text.includes('\n') && holdsRows(text, labels) ? contents.rows : 0) |
    (cutShort.test(text) || readMore.test(text) ? contents.cutShort : 0)
  )
}

/** One or several. */
function isAddress(text: string): boolean {
  return (
    /[.:]/.test(text) &&
    text
      .trim()
      .split(/\s+/)
      .every(word => address.test(word))
  )
}

/** Names of the columns that labels stand in, where one is written into the text. */
const named = /(?:__label__|\b(?:label|class|sentiment|category|rating|target|polarity)\s*[:=]\s*)$/i

function namesLabel(text: string, label: string): boolean {
  const [lower, wanted] = [text.toLowerCase(), label.toLowerCase()]
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const rest = text.slice(at + wanted.length)
    // Digits go on: a label of 1 is not what 'rating: 10' names.
    if (/^[\p{L}\p{N}]/u.test(rest)) continue
    if (at === 0 && /^\s*[:|\t]\s*\S/.test(rest) && letter.test(label)) return true
    if (named.test(text.slice(Math.max(0, at - 20), at))) return true
  }
  return false
}

/** What stands between the values of a row, and what may be a label there: a number after a comma is one of the text. */
const lastValue = /[,;\t|]"?(\p{L}[^,;\t|"]+)"?$/u
const firstValue = /^"?(\p{L}[^,;\t|"]+)"?[,;\t|]"?\S/u

function holdsRows(text: string, labels: ReadonlySet<string>): boolean {
  return text.split(/\r?\n/).some((line, n) => {
    const values = [lastValue.exec(line)?.[1], n > 0 ? firstValue.exec(line)?.[1] : undefined]
    return values.some(value => value !== undefined && labels.has(value))
  })
}

/** This share of the texts with their own label in them is no chance. */
const usualShare = 0.01

/** @param found [n] sums of `contents` */
export function checkContents(split: TextAt['split'], found: readonly number[]): Finding[] {
  const having = (content: number) => rowsWhere(split, found.length, index => (found[index]! & content) !== 0)
  const share = (texts: number, does: string) => someOf(split, texts, found.length, does)
  const labelled = having(contents.ownLabel)
  return [
    ...finding(
      'giveaway',
      labelled.length >= usualShare * found.length ? 'warning' : 'note',
      labelled,
      texts => `${share(texts, 'have')} the label written into the text`,
    ),
    ...finding(
      'empty',
      'note',
      having(contents.standIn),
      texts => `${share(texts, 'say')} only that there is no text, such as "N/A"`,
    ),
    ...finding(
      'empty',
      'note',
      having(contents.wordless),
      texts => `${share(texts, 'have')} no letter: numbers, signs or emoji alone`,
    ),
    ...finding(
      'empty',
      'note',
      having(contents.address),
      texts => `${share(texts, 'are')} nothing but an address`,
    ),
    ...finding(
      'unreadable',
      'warning',
      having(contents.header),
      texts => `${share(texts, 'repeat')} the names of the columns: files put together with their headers?`,
    ),
    ...finding(
      'markup',
      'note',
      having(contents.masked),
      texts => `${share(texts, 'have')} signs for words that were left out, such as <unk>, [NAME] or XXXX`,
    ),
    ...finding(
      'unreadable',
      'note',
      having(contents.rows),
      texts =>
        `${share(texts, 'hold')} lines that begin or end with a label, as further rows do: is a quote left open before them?`,
    ),
    ...finding(
      'length',
      'note',
      having(contents.cutShort),
      texts => `${share(texts, 'end')} in dots or "Read more", as texts do that were cut off`,
    ),
  ]
}

/** Texts of the greatest length from which on they were likely cut off there, and characters from which on a text is worth cutting. */
const cut = { texts: 5, times: 5, characters: 50 }

/** Texts that all end at the same greatest length: an export, or a column of a database, had no room for more. @param sizes [n] characters */
export function checkCut(split: TextAt['split'], sizes: readonly number[]): Finding[] {
  let longest = 0
  for (const size of sizes) longest = Math.max(longest, size)
  const full = rowsWhere(split, sizes.length, index => sizes[index] === longest)
  // Where lengths run out by themselves, hardly any text has exactly the greatest one, and those a little shorter are as many.
  const near = sizes.filter(size => size < longest && size >= 0.9 * longest).length
  const usual = near / Math.max(1, longest - Math.ceil(0.9 * longest))
  const isCut = longest >= cut.characters && full.length >= cut.texts && full.length >= cut.times * usual
  return finding(
    'length',
    'note',
    isCut ? full : [],
    texts =>
      `${counted(texts, splitText(split))} ${verb(texts, 'have')} exactly ${counted(longest, 'character')}, and none has more: were they cut off there?`,
  )
}
