/** The page of `lstm eval --report`: where it goes, and the words on it. */
import { open, rm, stat } from 'node:fs/promises'
import { writeChunks } from '../checkpoint/store.ts'
import type { Sequences } from '../data/corpus.ts'
import { unknownId } from '../data/vocabulary.ts'
import { LstmError, reason } from '../errors.ts'
import { type Report, reportPage } from '../evaluation/report/report.ts'

/**
 * Proves that a file can be written there, and leaves no trace of it.
 *
 * @throws LstmError 'internal' before any work is done
 */
export async function proveWritable(path: string): Promise<void> {
  const probe = `${path}.${process.pid}.tmp`
  try {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error('it is a folder')
    await (await open(probe, 'w')).close()
    await rm(probe)
  } catch (error) {
    throw new LstmError('internal', `cannot write ${path}: ${reason(error)}`, {
      hint: 'name a file in a folder that exists, such as --report report.html',
      cause: error,
    })
  }
}

/** @throws LstmError 'internal' when it cannot be written; then the path holds what it held before */
export function writeReport(path: string, report: Report): Promise<void> {
  return writeChunks(path, [Buffer.from(reportPage(report))], 'make room, or choose another --report')
}

/**
 * The words of each text, for people.
 *
 * @param texts in the ids of `words`, -1 an unknown word
 * @param encoded the same texts in the model's ids
 * @param words undefined for word ids without their words; then the ids are shown
 */
export function wordReader(
  texts: Sequences,
  encoded: Sequences,
  words: readonly string[] | undefined,
): Report['wordsOf'] {
  const textOf = (position: number) =>
    words ? (words[texts.tokens[position]!] ?? '[unknown]') : String(encoded.tokens[position])
  return index => {
    const [start, end] = [texts.offsets[index]!, texts.offsets[index + 1]!]
    return Array.from({ length: end - start }, (_, i) => ({
      text: textOf(start + i),
      known: encoded.tokens[start + i] !== unknownId,
    }))
  }
}
