/** What the characters of a text tell: how it was decoded, whether it is text at all, and in which script it is. */

/** One bit each. */
export const traits = {
  /** Control characters, and marks of writing direction or of no width, which nobody sees. */
  control: 1,
  /** What a wrong encoding leaves: the replacement character, UTF-8 read as Latin-1 (Ã©, â€™) or as windows-1251 (РѕС‡), and that read as Latin-1 (î÷åíü). */
  misread: 2,
  /** HTML tags but for line breaks, and character references. */
  markup: 4,
  /** Line breaks of HTML, which the tokenizers `words` and `words-2` leave out. */
  breaks: 8,
  /** Characters U+0080 to U+009F, which stand for those of windows-1252 and are read so. */
  windows: 16,
  /** Latin and Cyrillic letters beside each other in a word, which look alike. */
  twoScripts: 32,
  /** Anything beyond ASCII. */
  beyondAscii: 64,
} as const

/** The scripts that are told apart; 'none' for a text with too few letters. */
export const scripts = [
  'none',
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Han, Kana or Hangul',
  'Devanagari',
  'Thai',
] as const

interface CharacterTraits {
  /** The sum of its `traits`. */
  readonly traits: number
  /** Index in `scripts` of the one that most of its letters are of. */
  readonly script: number
  /** All of `scripts` that it has letters enough of, a bit each. */
  readonly allScripts: number
}

/** Letters that say which script a text is in. */
const fewestLetters = 4

export function charactersOf(text: string): CharacterTraits {
  const found = markupIn(text)
  if (plain.test(text)) return { traits: found, ...(hasLetters(text) ? latinAlone : noScript) }
  return {
    traits:
      found |
      (control.test(text) ? traits.control : 0) |
      (misread.test(text) || isAccentsAlone(text) ? traits.misread : 0) |
      (windows.test(text) ? traits.windows : 0) |
      (twoScripts.test(text) ? traits.twoScripts : 0) |
      (beyondAscii.test(text) ? traits.beyondAscii : 0),
    ...scriptsIn(text),
  }
}

/** Printable ASCII and white space: most texts. */
const plain = /^[\t\n\r\x20-\x7e]*$/
const beyondAscii = /[^\0-\x7f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/
const windows = /[\x80-\x9f]/
/** What the second and later bytes of a character become, by Latin-1 and by windows-1252. */
const later = '[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]'
/** Letters beyond Latin are pairs or triples of these; one of them alone may be meant so. */
const misread = new RegExp(
  `\ufffd|[ÃÂ][\u0080-\u00bf]|â(?:€|\u0080)|(?:[Â-ß]${later}|[à-ï]${later}${later}){2}|(?:[РС][\u0080-\u00bf\u0401-\u040f\u0450-\u045f\u0490\u0491€‚ƒ„…†‡‰‹‘’“”•–—™›]){3}`,
)
/** Words of nothing but letters with marks, as Cyrillic or Greek bytes give when read as Latin-1: no language has two with five letters. */
const accentsAlone = /(?<!\p{L})[À-ÿ]{3,}(?!\p{L})/gu

function isAccentsAlone(text: string): boolean {
  const words = text.match(accentsAlone)
  return words !== null && words.length > 1 && new Set(words.join('').toLowerCase()).size >= 5
}

const twoScripts = /\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/u
const references = /&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});/i
const tags = /<\/?(?!br\b)[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,300})?\/?>/i
const breaks = /<br\b[^<>]{0,20}>/i

function markupIn(text: string): number {
  const tagged = text.includes('<')
  return (
    ((tagged && tags.test(text)) || (text.includes('&') && references.test(text)) ? traits.markup : 0) |
    (tagged && breaks.test(text) ? traits.breaks : 0)
  )
}

function hasLetters(text: string): boolean {
  let letters = 0
  for (let i = 0; i < text.length && letters < fewestLetters; i++) {
    const code = text.charCodeAt(i) | 32
    if (code >= 97 && code <= 122) letters++
  }
  return letters >= fewestLetters
}

/** Characters of a text that are looked at. */
const sample = 1000

const scriptRanges: readonly (readonly [from: number, to: number, script: number])[] = [
  [0x41, 0x24f, 1],
  [0x1e00, 0x1eff, 1],
  [0x370, 0x3ff, 3],
  [0x400, 0x52f, 2],
  [0x590, 0x5ff, 5],
  [0x600, 0x77f, 4],
  [0x900, 0x97f, 7],
  [0xe00, 0xe7f, 8],
  [0x3040, 0x30ff, 6],
  [0x3400, 0x9fff, 6],
  [0xac00, 0xd7af, 6],
]

type ScriptTraits = Pick<CharacterTraits, 'script' | 'allScripts'>

const noScript: ScriptTraits = { script: 0, allScripts: 0 }
const latinAlone: ScriptTraits = { script: 1, allScripts: 1 << 1 }

/** Which script most letters are of, and all of which there are words. */
function scriptsIn(text: string): ScriptTraits {
  const letters = new Int32Array(scripts.length)
  for (const character of text.slice(0, sample).match(/\p{L}/gu) ?? []) {
    const code = character.codePointAt(0)!
    const range = scriptRanges.find(([from, to]) => code >= from && code <= to)
    if (range) letters[range[2]]!++
  }
  const most = letters.indexOf(letters.reduce((a, b) => Math.max(a, b), 0))
  // A word of a few characters is enough in scripts without blanks.
  const enough = (script: number) => letters[script]! >= (script === 6 ? 2 : fewestLetters)
  const allScripts = letters.reduce((sum, _, script) => sum + (enough(script) ? 1 << script : 0), 0)
  return { script: enough(most) ? most : 0, allScripts }
}
