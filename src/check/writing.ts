/** How a text is written: what a program left undone in it, all in capitals, without blanks or with a blank after each letter. */
import { type Finding, finding, rowsWhere, someOf, type TextAt } from './finding.ts'

/** One bit each. */
const ways = {
  /** A character in another form: '\u00e9' or '\n' written out, '%20', '=C3=A9'; or nothing but base64 or a number in hexadecimal digits. */
  encoded: 1,
  /** Signs of another notation than HTML: Markdown, BBCode, LaTeX, JSON; places that a template left open: '{{name}}'. */
  notation: 2,
  capitals: 4,
  /** Letters with blanks between them, or so many of an alphabet without any that they are several words. */
  blanks: 8,
  /** Mostly one character many times in a row: 'aaaaaaaaaa', 'soooooooo'. */
  runs: 16,
} as const

/** Capital letters from which on a text without others is no abbreviation. */
const fewestCapitals = 12

/** The sum of what holds for a text. */
export function writingOf(text: string): number {
  const signs = hasSigns.test(text)
  return (
    ((signs && isEscaped(text)) || digits.test(text) ? ways.encoded : 0) |
    (signs && notation.some(pattern => pattern.test(text)) ? ways.notation : 0) |
    (isInCapitals(text) ? ways.capitals : 0) |
    (apart.test(text) || isJoined(text) ? ways.blanks : 0) |
    (isOfRuns(text) ? ways.runs : 0)
  )
}

/** Signs without which a text is neither escaped nor in another notation: most texts have none. */
const hasSigns = /[\\%=\]}*`]/

/** Line breaks, but not where LaTeX and paths have a word after the backslash. */
const backslashes = /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|[nrt](?![a-z]))|[.!?,;)"']\s?\\[nrt]/
/** Bytes of UTF-8 as mails have them, and their sign of equality. */
const quotedPrintable = /=[C-F][\dA-F]=[89AB][\dA-F]|=3D["']/
const percents = /%[\da-f]{2}/gi
const digits = /^\s*(?:[\da-f]{32,}|(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z\d+/]{24,}={0,2})\s*$/

function isEscaped(text: string): boolean {
  return (
    backslashes.test(text) ||
    quotedPrintable.test(text) ||
    (!/\s/.test(text.trim()) && (text.match(percents)?.length ?? 0) > 1)
  )
}

const notation = [
  /\[\/(?:b|i|u|s|url|img|quote|code|size|color)\]/i,
  /\]\((?:https?:|\/|#)|(?:^|\s)\*\*[^\s*][^*\n]{0,200}\*\*|^```/m,
  /\\(?:begin|end|text(?:bf|it|tt|rm)|emph|cite[pt]?|ref|label|frac|sqrt|(?:sub)*section|footnote|math\w+)\{/,
  /^\s*(?:\{\s*"|\[\s*[{"]).*[}\]]\s*$/s,
  /\{\{[^{}\n]{1,60}\}\}|\$\{[^{}\n]{1,60}\}|(?:^|\s)%[sd](?![\w%])/,
]

const small = /\p{Ll}/u
const capital = /\p{Lu}/gu

function isInCapitals(text: string): boolean {
  return !small.test(text) && (text.match(capital)?.length ?? 0) >= fewestCapitals
}

const alphabets = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]'
const apart = new RegExp(`(?:^|\\s)(?:${alphabets} ){8}`, 'u')
/** Signs aside: the longest words of German, Finnish or chemistry are shorter. */
const unbroken = /\S{45,}/g
/** What stands in addresses, names of files and hashtags, and between words put together. */
const noSentence = /[/\\@=_#]/
const hyphens = /-/g
const letters = new RegExp(alphabets, 'gu')

function isJoined(text: string): boolean {
  return (text.match(unbroken) ?? []).some(
    part =>
      !noSentence.test(part) &&
      !digits.test(part) &&
      (part.match(letters)?.length ?? 0) > 0.8 * part.length &&
      (part.match(hyphens)?.length ?? 0) < part.length / 20,
  )
}

/** Times in a row from which on a letter is more than a lengthened one. */
const hasRun = /([^\s\p{P}])\1{7}/u
const runs = /([^\s\p{P}])\1{4,}/gu

function isOfRuns(text: string): boolean {
  if (!hasRun.test(text)) return false
  const inRuns = (text.match(runs) ?? []).reduce((sum, run) => sum + run.length, 0)
  return 2 * inRuns > text.replace(/\s/g, '').length
}

/** @param found [n] sums of what `writingOf` finds */
export function checkWriting(split: TextAt['split'], found: readonly number[]): Finding[] {
  const having = (way: number) => rowsWhere(split, found.length, index => (found[index]! & way) !== 0)
  const share = (texts: number, does: string) => someOf(split, texts, found.length, does)
  const capitals = having(ways.capitals)
  return [
    ...finding(
      'encoding',
      'note',
      having(ways.encoded),
      texts =>
        `${share(texts, 'hold')} what is still encoded: \\n or \\u00e9 written out, %20, =C3=A9, base64`,
    ),
    ...finding(
      'markup',
      'note',
      having(ways.notation),
      texts =>
        `${share(texts, 'hold')} signs of Markdown, BBCode, LaTeX or JSON, or a place that a template left open, such as {{name}}`,
    ),
    ...finding(
      'writing',
      'note',
      2 * capitals.length < found.length ? capitals : [],
      texts => `${share(texts, 'are')} all in capitals`,
    ),
    ...finding(
      'writing',
      'note',
      having(ways.blanks),
      texts => `${share(texts, 'have')} blanks between single letters, or none between words`,
    ),
    ...finding(
      'writing',
      'note',
      having(ways.runs),
      texts => `${share(texts, 'are')} mostly one character many times in a row`,
    ),
  ]
}
