/**
 * The tokens of texts of ASCII characters alone by a scanner of their characters, some four times as fast as by the patterns of
 * words.ts, which say what a token is and stay the judge: the tests hold the two together.
 */

/** Longer runs of letters, and more of them in a word, are left to the patterns, which bound both. */
const longestRun = 1000
const mostRuns = 20

const blank = 0
const mark = 1
const digit = 2
const letter = 3

/** By character: what it is. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return digit
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return letter
  return code > 32 && code < 127 ? mark : blank
})

const [apostrophe, hyphen, period] = [39, 45, 46]
const slash = 47

/** Whether a text is of ASCII characters alone. */
export function isAscii(text: string): boolean {
  return !beyond.test(text)
}

/** Any other character. */
const beyond = /[^\0-\x7f]/

/** Is given the tokens of a text, one after the other. */
export interface TokenSink {
  /** One that stands at text[start..end). */
  slice(text: string, start: number, end: number): void
  /** One that the text has in another spelling. */
  token(token: string): void
}

/**
 * Gives the tokens to a sink, and says whether that were all: it stops at a word that is not to be read by it.
 *
 * @param text of ASCII characters, in lower case, without ` and without the markup of line breaks
 */
export function scanAscii(text: string, sink: TokenSink): boolean {
  const { length } = text
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at)
    const kind = kinds[code]!
    if (kind >= digit) {
      let end = kind === letter ? endOfAbbreviation(text, at) : at
      if (end === at) end = endOfWord(text, at)
      if (end < 0) return false
      sink.slice(text, at, end)
      at = end
    } else if (kind === blank) at++
    else if (code === period || code === hyphen) {
      const end = endOfRun(text, at, code)
      if (end === at + 1) sink.slice(text, at, end)
      else sink.token(code === period ? '...' : '--')
      at = end
    } else if (code === apostrophe && at > 0 && isPossessive(text, at) && kindAt(text, at - 1) >= digit) {
      sink.slice(text, at, at + 2)
      at += 2
    } else if (code === 60 && text.charCodeAt(at + 1) === 51 && kindAt(text, at + 2) !== digit) {
      sink.slice(text, at, at + 2)
      at += 2
    } else {
      // : ; = begin an emoticon, which is told by its first and last character.
      const end = code === 58 || code === 59 || code === 61 ? endOfEmoticon(text, at) : at
      if (end === at) sink.slice(text, at, at + 1)
      else sink.token(text[at]! + text[end - 1]!)
      at = Math.max(end, at + 1)
    }
  }
  return true
}

/** Beyond the end there are blanks. */
function kindAt(text: string, at: number): number {
  return at < text.length ? kinds[text.charCodeAt(at)]! : blank
}

/** Where u.s.a. ends that begins with this letter; `start` where none does, -1 for one that is too long. */
function endOfAbbreviation(text: string, start: number): number {
  let end = start
  let letters = 0
  while (
    text.charCodeAt(end + 1) === period &&
    kindAt(text, end + 2) === letter &&
    kindAt(text, end + 3) < digit &&
    text.charCodeAt(end + 3) !== apostrophe
  ) {
    end += 2
    if (++letters === mostRuns) return -1
  }
  if (end === start) return start
  end++
  return text.charCodeAt(end) === period && text.charCodeAt(end + 1) !== period ? end + 1 : end
}

/** Where a word or number ends, with apostrophes and marks of numbers inside; -1 for one that is too long. */
function endOfWord(text: string, start: number): number {
  let at = start
  for (let runs = 0; runs < mostRuns; runs++) {
    const begin = at
    while (kindAt(text, at) >= digit) at++
    if (at - begin >= longestRun) return -1
    const code = text.charCodeAt(at)
    const goesOn =
      code === apostrophe
        ? kindAt(text, at + 1) === letter && !isPossessive(text, at)
        : isInnerMark(code) && kindAt(text, at - 1) === digit && kindAt(text, at + 1) === digit
    if (!goesOn) return at
    at++
  }
  return -1
}

/** . , : / */
function isInnerMark(code: number): boolean {
  return code === period || code === 44 || code === 58 || code === slash
}

/** Whether 's stands at an apostrophe, and no word goes on after it. */
function isPossessive(text: string, at: number): boolean {
  return text.charCodeAt(at + 1) === 115 && kindAt(text, at + 2) < digit
}

function endOfRun(text: string, start: number, code: number): number {
  let end = start + 1
  while (text.charCodeAt(end) === code) end++
  return end
}

/** Where :-) or :d ends that begins with these eyes; `start` where none does. */
function endOfEmoticon(text: string, start: number): number {
  let at = start + 1
  const nose = text.charCodeAt(at)
  if (nose === apostrophe || nose === hyphen) at++
  let end = at
  while (isBracket(text.charCodeAt(end))) end++
  if (end > at) {
    // The last of several brackets may be left out.
    if (endsThere(text, end)) return end
    return end - at > 1 ? end - 1 : start
  }
  return isMouth(text.charCodeAt(at)) && endsThere(text, at + 1) ? at + 1 : start
}

function endsThere(text: string, at: number): boolean {
  return kindAt(text, at) < digit && text.charCodeAt(at) !== slash
}

/** ( ) [ ] */
function isBracket(code: number): boolean {
  return code === 40 || code === 41 || code === 91 || code === 93
}

/** d o p | * / \ */
function isMouth(code: number): boolean {
  return (
    code === 100 ||
    code === 111 ||
    code === 112 ||
    code === 124 ||
    code === 42 ||
    code === slash ||
    code === 92
  )
}
