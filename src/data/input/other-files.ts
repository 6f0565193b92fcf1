/** Files that people have in the place of a text file, told by their first bytes: what to do with each is said instead of what is wrong with its characters. */
import { LstmError } from '../../errors.ts'
import { beginsWith, mayBecome } from '../../formats/peek.ts'

interface OtherFile {
  readonly what: string
  readonly hint: string
  readonly starts: readonly (readonly number[])[]
}

const ascii = (text: string) => [...text].map(character => character.charCodeAt(0))
const unpack = 'unpack it first'
const asCsv = 'save it as CSV in UTF-8, in the program that it is from'

/** Beginnings that no text has. */
const others: readonly OtherFile[] = [
  {
    what: 'a text in UTF-32, which is not read',
    hint: 'make it UTF-8: iconv -f utf-32 -t utf-8',
    starts: [
      [0xff, 0xfe, 0, 0],
      [0, 0, 0xfe, 0xff],
    ],
  },
  {
    what: 'a workbook, another document or a ZIP archive',
    hint: `${asCsv}; an archive: ${unpack}`,
    starts: [[...ascii('PK'), 3, 4]],
  },
  {
    what: 'a workbook or another document of old Office programs',
    hint: asCsv,
    starts: [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  },
  {
    what: 'a Parquet file',
    hint: 'give it the ending .parquet, or say so: --data-format parquet, for predict --input-format parquet',
    starts: [ascii('PAR1')],
  },
  { what: 'a PDF file', hint: 'take its text out: pdftotext', starts: [ascii('%PDF-1.'), ascii('%PDF-2.')] },
  { what: 'an RTF document', hint: 'save it as plain text', starts: [ascii('{\\rtf1')] },
  {
    what: 'an SQLite database',
    hint: "write its table as CSV: sqlite3 -header -csv FILE 'select …'",
    starts: [[...ascii('SQLite format 3'), 0]],
  },
  {
    what: 'a pointer of Git LFS, and not the file itself',
    hint: 'fetch the file: git lfs pull',
    starts: [ascii('version https://git-lfs.github.com/spec/')],
  },
  {
    what: 'compressed by xz, bzip2 or 7z, which is not read',
    hint: `${unpack}, or compress it with gzip or zstd`,
    starts: [
      [0xfd, ...ascii('7zXZ'), 0],
      ...Array.from({ length: 9 }, (_, n) => ascii(`BZh${n + 1}1AY&SY`)),
      [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c],
    ],
  },
  {
    what: 'compressed twice',
    hint: 'expand it once: gunzip, or zstd -d',
    starts: [
      [0x1f, 0x8b, 8],
      [0x28, 0xb5, 0x2f, 0xfd],
    ],
  },
  {
    what: 'an image',
    hint: 'give a text file',
    starts: [
      [0x89, ...ascii('PNG')],
      [0xff, 0xd8, 0xff],
    ],
  },
]
const starts = others.flatMap(({ starts }) => starts)

/** @param start its first bytes @throws LstmError 'data' for a file that is known to hold no text as it is */
export function refuseOtherFile(start: Uint8Array, name: string): void {
  const other = others.find(({ starts }) =>
    starts.some(bytes => start.length >= bytes.length && beginsWith(start, bytes)),
  )
  if (other) throw new LstmError('data', `${name} is ${other.what}`, { hint: other.hint })
}

/** Whether more bytes may show it to be one. */
export function mayBeOtherFile(start: Uint8Array): boolean {
  return mayBecome(start, starts)
}
