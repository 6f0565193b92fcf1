import { concatenated, fromLatin1 } from '../formats/bytes.ts'
import { peeked } from '../formats/peek.ts'
import { expandedFile } from './input/compression.ts'
import type { Input } from './input/input.ts'
import { refuseOtherFile } from './input/other-files.ts'

const sampleSize = 1 << 16

/**
 * The format of a file by its first bytes, where its name does not tell: undefined when they do not tell either.
 *
 * @throws LstmError 'data' when it is compressed and damaged, or known to hold no text
 */
export async function sniffFormat(
  input: Input,
): Promise<'parquet' | 'archive' | 'pickle' | 'jsonl' | 'fasttext' | 'trees' | 'tsv' | 'csv' | undefined> {
  const { first } = await peeked(
    expandedFile(input.bytes(), input.name),
    pieces => size(pieces) >= sampleSize,
  )
  const bytes = concatenated(first).subarray(0, sampleSize)
  if (fromLatin1(bytes.subarray(0, 4)) === 'PAR1') return 'parquet'
  if (fromLatin1(bytes.subarray(257, 262)) === 'ustar') return 'archive'
  if (bytes[0] === 0x80 && bytes[1]! <= 5) return 'pickle'
  refuseOtherFile(bytes, input.name)
  const text = new TextDecoder(
    bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8',
  ).decode(bytes)
  if (/^\s*[[{]/.test(text)) return 'jsonl'
  const lines = text.split(/\r\n?|\n/).filter(line => line.trim() !== '')
  if (lines.length === 0) return 'csv'
  if (/(?<!\S)__label__/.test(lines[0]!)) return 'fasttext'
  if (/^\(\S+ \(/.test(lines[0]!)) return 'trees'
  if (lines[0]!.includes('\t')) return 'tsv'
  return /[,;|]/.test(lines[0]!) ? 'csv' : undefined
}

function size(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}
