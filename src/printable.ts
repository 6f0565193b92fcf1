import { grouped } from './wording.ts'

/**
 * The text fit for one line of a terminal or a table: what would move the cursor, break the line, turn the reading direction
 * or stand there unseen becomes its escape, '\n', '\t' or '\u202e'. All other characters stay, so that a text that comes
 * from a file, a label or a path can neither act nor pose as another.
 *
 * For people: a backslash stays as it is, so the text cannot be read back. `printableJson` can.
 */
export function printable(text: string): string {
  // Most texts are of ASCII alone, which is told ten times as fast.
  if (!beyondPlain.test(text)) return text
  return text.replace(unprintable, character => short[character] ?? unicodeEscape(character))
}

/** The same JSON with what `printable` escapes as \u escapes: the same value to every reader. @param json without white space of its own */
export function printableJson(json: string): string {
  return json.replace(unprintable, character =>
    Array.from({ length: character.length }, (_, i) => codeUnit(character.charCodeAt(i))).join(''),
  )
}

/**
 * Control characters (C0, DEL, C1), halves of a surrogate pair, which UTF-8 cannot say, line and paragraph separators, and the format
 * characters that show nothing: bidirectional overrides and isolates, zero-width blanks, soft hyphens, tags. U+200C and U+200D are
 * letters' and emoji's own.
 */
const unprintable =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])(?=\p{Default_Ignorable_Code_Point})\p{Cf}/gu

const beyondPlain = /[^\x20-\x7e]/

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function unicodeEscape(character: string): string {
  const code = character.codePointAt(0)!
  return code > 0xffff ? `\\u{${code.toString(16)}}` : codeUnit(code)
}

function codeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}

/** The first characters of a longer text, and dots; none of them cut in two. */
export function shortened(text: string, longest = 40): string {
  return text.length > longest ? `${text.slice(0, endOfCharacter(text, longest))}...` : text
}

/** A name in double quotes, and of a very long one the beginning: what stands where a label should may be a whole text. */
export function quoted(name: string): string {
  return JSON.stringify(shortened(name))
}

/** 'a, b, c' on one line of bounded length; of very many names the first: 'a, b, c, ... (100,000 in all)'. @param longest characters of a name that are shown */
export function listed(names: readonly string[], longest = 40): string {
  const short = names
    .slice(0, namesListed)
    .map(name => printable(shortened(name, longest)))
    .join(', ')
  return names.length > namesListed ? `${short}, ... (${grouped(names.length)} in all)` : short
}

const namesListed = 20

/** A line of at most so many characters: what has no room is left out word by word, so that no number is cut. */
export function fitted(line: string, width: number): string {
  if (line.length <= width) return line
  const room = line.slice(0, Math.max(0, width - 2))
  const end = /\s/.test(line[room.length] ?? '') ? room.length : room.search(/\s\S*$/)
  return end <= 0 ? '' : `${line.slice(0, end).trimEnd()} …`.slice(0, width)
}

/** Where a line may be divided: at a blank, but not between a number and its unit, nor within an interval. */
const division = /(?<!\[-?[\d.]+,) (?!(?:%|s|ms|min|h|[KMGT]?B)(?![\p{L}\p{N}]))/gu

/** A command of this program that a line ends with or is, to be copied. */
const commandAtEnd = /(?<=^ *|: +)(?:npx )?lstm [a-z]+ (?=.*(?:--|<|')).*$/

/**
 * A line as lines of at most so many characters, divided at blanks, so that no word or number is cut; a word that has no room is left to
 * the terminal. What follows stands below what came after the first column, where that is a narrow one. Tabs become blanks, as a
 * terminal shows them; colours take no room. A command at the end is divided as a shell allows it, with backslashes.
 */
export function wrapped(line: string, width: number): string {
  const whole = withoutTabs(line)
  if (roomOf(whole) <= width) return whole
  const command = whole.length < longestCommand ? commandAtEnd.exec(whole) : null
  if (!command) return wrappedWords(whole, width)
  const before = whole.slice(0, command.index)
  if (roomOf(before) <= width / 3) return wrappedCommand(before, command[0], width)
  return `${wrappedWords(before.trimEnd(), width)}\n${wrappedCommand('  ', command[0], width)}`
}

const longestCommand = 2000

/** @param before what stands before the command */
function wrappedCommand(before: string, command: string, width: number): string {
  // What is in quotes stays together: there a shell takes a backslash for itself.
  const [first = '', ...words] = command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []
  const indent = ' '.repeat(roomOf(before) + 2)
  const lines: string[] = []
  let current = before + first
  for (const [i, word] of words.entries()) {
    const continued = i < words.length - 1 ? 2 : 0
    if (roomOf(current) + 1 + roomOf(word) + continued <= width) current += ` ${word}`
    else {
      lines.push(`${current} \\`)
      current = indent + word
    }
  }
  return [...lines, current].join('\n')
}

function wrappedWords(whole: string, width: number): string {
  if (roomOf(whole) <= width) return whole
  const [start = '', blanks = ''] = /^(\s*)(?:\S+ {2,})?/.exec(whole) ?? []
  const isNarrow = (length: number) => length < 0.4 * width
  const indent = ' '.repeat(
    start !== '' && isNarrow(start.length) ? start.length : isNarrow(blanks.length) ? blanks.length + 2 : 2,
  )
  const [first = '', ...words] = whole.slice(start.length).split(division)
  const lines: string[] = []
  let current = start + first
  let taken = roomOf(current)
  for (const word of words) {
    const room = roomOf(word)
    if (taken + 1 + room <= width) {
      current += ` ${word}`
      taken += 1 + room
    } else {
      lines.push(current.trimEnd())
      current = indent + word
      taken = indent.length + room
    }
  }
  return [...lines, current].join('\n')
}

function withoutTabs(line: string): string {
  const [last = '', ...before] = line.split('\t').toReversed()
  const filled = before.toReversed().map(part => part + ' '.repeat(tab - (roomOf(part) % tab)))
  return filled.join('') + last
}

/** Characters from one place where a tab ends to the next. */
const tab = 8

/** Characters that a terminal shows: all but colours (SGR). */
function roomOf(text: string): number {
  return text.replace(colours, '').length
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const colours = /\u001b\[[\d;]*m/g

/** Where a text can be divided from there on: not between the two halves of a character. @param at in UTF-16 units */
export function endOfCharacter(text: string, at: number): number {
  const half = text.charCodeAt(at)
  return half >= 0xdc00 && half <= 0xdfff ? at + 1 : at
}

/** JSON on one line, in which nothing acts on a terminal. */
export function jsonLine(value: unknown): string {
  return printableJson(JSON.stringify(value))
}

/** 'reading [====----] 50 % | 1,200 texts': of the details those that have room, each of them whole, to the first that has none. */
export function progressLine(width: number, what: string, share: number, details: readonly string[]): string {
  const cells = Math.min(longestBar, Math.floor(width / 5))
  const filled = Math.round(Math.min(1, share) * cells)
  let line = `[${'='.repeat(filled)}${'-'.repeat(cells - filled)}] ${Math.floor(100 * Math.min(1, share))} %`
  if (what !== '') line = `${printable(what)} ${line}`
  for (const detail of details) {
    const longer = `${line} | ${printable(detail)}`
    if (longer.length > width) break
    line = longer
  }
  return line
}

/** Characters. */
const longestBar = 20
