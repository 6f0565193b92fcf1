import { LstmError } from '../../errors.ts'
import { concatenated } from '../../formats/bytes.ts'
import { longestText, tooLong } from '../../formats/lines.ts'
import { beginsWith, mayBecome, peeked } from '../../formats/peek.ts'
import { mayBeOtherFile, refuseOtherFile } from './other-files.ts'

/** What stands for bytes that are no text, where they are not an error: a noncharacter (Unicode 23.7), which no text holds. */
const wrongMark = '\ufdd0'

/** How bytes are to be read. */
interface Decoding {
  /** A name that TextDecoder knows. */
  readonly encoding?: string | undefined
  /** Bytes that are no text are no error yet: `wrongBytesIn` finds them in the text, so that their row alone can be left out. */
  readonly marksWrong?: boolean | undefined
}

/**
 * The text that bytes stand for, piece by piece. A byte order mark says how they are encoded and is dropped; without one they are
 * UTF-8, or what `encoding` names. Nothing is replaced: bytes that mean no text are an error, after the lines before them.
 *
 * @param name of the input, for errors
 * @throws LstmError 'data' naming the line of the first wrong byte; 'usage' when the encoding is unknown
 */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  decoding: Decoding = {},
): AsyncGenerator<string> {
  const { encoding } = decoding
  if (encoding !== undefined) encodingNamed(encoding)
  // A slow input is waited for only while its first bytes may be those of a mark, or of another kind of file.
  const { first, all } = await peeked(chunks, pieces => {
    const bytes = concatenated(pieces)
    const isMark = mayBecome(
      bytes,
      marks.map(mark => mark.bytes),
    )
    return !isMark && !mayBeOtherFile(bytes)
  })
  const { decoder, markLength } = decoderFor(concatenated(first), name, decoding)
  let toSkip = markLength
  for await (const chunk of all) {
    yield* decoder.push(chunk.subarray(toSkip))
    toSkip = Math.max(0, toSkip - chunk.length)
  }
  yield* decoder.end()
}

/** The text of a whole file, as `decodedText` reads it. @throws as that does, and LstmError 'data' for more than 2^28 bytes */
export function decodedFile(bytes: Uint8Array, name: string, encoding?: string): string {
  if (bytes.length > longestText) throw tooLong(name)
  const { decoder, markLength } = decoderFor(bytes, name, { encoding })
  return [...decoder.push(bytes.subarray(markLength)), ...decoder.end()].join('')
}

/** Where bytes in this text were none. @param place as errors name it */
export function wrongBytesIn(text: string, place: string): LstmError | undefined {
  if (!text.includes(wrongMark)) return undefined
  return new LstmError('data', `${place}: bytes that are no text in its encoding`, {
    hint: encodingHint,
    encoding: { likely: undefined },
  })
}

/** The name of an encoding as TextDecoder has it: 'latin1' is 'windows-1252'. @throws LstmError 'usage' for one it does not know */
export function encodingNamed(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding
  } catch (error) {
    throw new LstmError('usage', `there is no encoding '${encoding}'`, {
      hint: 'windows-1252 (Latin-1), windows-1251, utf-16le, shift_jis, gb18030 and euc-kr are some that there are',
      cause: error,
    })
  }
}

interface Decoder {
  /** The text of what is whole by now. @throws LstmError 'data' after the lines before a wrong one */
  push(bytes: Uint8Array): Iterable<string>
  /** @throws LstmError 'data' when a character is cut off */
  end(): Iterable<string>
}

/** Source: WHATWG Encoding Standard, "BOM sniff". */
const marks = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const

function decoderFor(
  start: Uint8Array,
  name: string,
  { encoding: told, marksWrong = false }: Decoding,
): { readonly decoder: Decoder; readonly markLength: number } {
  refuseOtherFile(start, name)
  const mark = marks.find(({ bytes }) => beginsWith(start, bytes))
  if (!mark && told === undefined) refuseUnmarkedUtf16(start, name)
  const encoding = mark?.encoding ?? encodingNamed(told ?? 'utf-8')
  return {
    decoder: encoding === 'utf-8' ? utf8Decoder(name, marksWrong) : otherDecoder(name, encoding, marksWrong),
    markLength: mark?.bytes.length ?? 0,
  }
}

/** UTF-16 of mostly Latin text has a NUL in every second byte; read as UTF-8 it would be text, and no word in it. */
function refuseUnmarkedUtf16(start: Uint8Array, name: string): void {
  const sample = start.subarray(0, 1000)
  const zeros = [0, 0] as [even: number, odd: number]
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2 ? 1 : 0]++
  const [even, odd] = zeros
  if (even + odd < 2 || even + odd < sample.length / 4) return
  const likely = even > odd ? 'utf-16be' : 'utf-16le'
  throw new LstmError('data', `${name} is full of NUL bytes: no UTF-8 text`, {
    hint: `if it is a text in UTF-16, say so with --encoding ${likely}`,
    encoding: { likely },
  })
}

function utf8Decoder(name: string, marksWrong: boolean): Decoder {
  let lines = 0
  let beyondAscii = false
  let open: Uint8Array = new Uint8Array()
  return {
    *push(more) {
      const bytes = open.length === 0 ? more : concatenated([open, more])
      const whole = bytes.subarray(0, wholeCharacters(bytes))
      open = bytes.subarray(whole.length)
      const text = utf8Text(whole)
      if (text !== undefined) {
        beyondAscii ||= text.length < whole.length
        yield text
        lines += lineBreaks(whole)
        return
      }
      // One piece of all lines, since how a table is written is found from its first piece.
      let read = ''
      for (const line of linesOf(whole)) {
        const text = utf8Text(line)
        if (text === undefined && !marksWrong) {
          if (read !== '') yield read
          throw wrongBytes(name, lines + 1, 'utf-8', beyondAscii)
        }
        if (text !== undefined) beyondAscii ||= text.length < line.length
        read += text ?? markedText(line)
        lines += Number(line.at(-1) === lineBreak)
      }
      yield read
    },
    end() {
      if (open.length === 0) return []
      if (marksWrong) return [wrongMark]
      throw wrongBytes(name, lines + 1, 'utf-8', beyondAscii)
    },
  }
}

/** How many of the bytes are left without a last character that is cut off. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return back < wanted ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

const lineBreak = 10

/** Refuses what is no UTF-8; a mark of byte order inside a text is a character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What a decoder puts in the place of bytes that are no text. */
const replacement = '\ufffd'

/** UTF-8 with marks where the bytes are none. */
function markedText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll(replacement, wrongMark)
}

/** Undefined where the bytes are none. */
function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function otherDecoder(name: string, encoding: string, marksWrong: boolean): Decoder {
  // A character may go across two pieces, so one decoder reads all, and what it replaces is marked.
  const decoder = new TextDecoder(encoding, { fatal: !marksWrong, ignoreBOM: true })
  let lines = 0
  const decode = (bytes?: Uint8Array): string => {
    try {
      return marked(decoder.decode(bytes, { stream: bytes !== undefined }))
    } catch {
      throw wrongBytes(name, lines + 1, encoding)
    }
  }
  const marked = (text: string) => (marksWrong ? text.replaceAll(replacement, wrongMark) : text)
  return {
    *push(bytes) {
      // Line by line, so that those before a wrong one are given, and its number is right; in one piece, as above.
      let read = ''
      for (const line of linesOf(bytes)) {
        try {
          const text = decode(line)
          if (text.includes('\n')) lines++
          read += text
        } catch (error) {
          if (read !== '') yield read
          throw error
        }
      }
      yield read
    },
    end: () => [decode()],
  }
}

/** The bytes line by line, each with its break. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(lineBreak, start) + 1 || bytes.length
    yield bytes.subarray(start, end)
    start = end
  }
}

function lineBreaks(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(lineBreak); at >= 0; at = bytes.indexOf(lineBreak, at + 1)) count++
  return count
}

/** What Excel writes as CSV in most of Europe and America, where it is not told to write UTF-8. */
const usualOfExcel = 'windows-1252'

const encodingHint =
  'say how it is encoded, such as --encoding windows-1252 (Latin-1), or make it UTF-8: iconv -f latin1 -t utf-8'

/** @param alone whether other lines show that the encoding is the right one */
function wrongBytes(name: string, line: number, encoding: string, alone = false): LstmError {
  const hint = alone
    ? 'the lines before are UTF-8, so repair this one; of a table, --skip-bad leaves its row out'
    : encoding === 'utf-8'
      ? encodingHint
      : 'another --encoding may be the right one'
  const likely = encoding === 'utf-8' ? usualOfExcel : undefined
  return new LstmError('data', `${name}:${line}: bytes that are no ${encoding.toUpperCase()} text`, {
    hint,
    ...(!alone && { encoding: { likely } }),
  })
}
