import { appendLines } from '../files/append-file.ts'
import { writing } from '../files/failure.ts'
import type { FeedbackRow } from './service-options.ts'

/**
 * Keeps corrections in a file, a JSON object a line, which `lstm train --data` reads. Whole lines are appended, one after the other:
 * a program that is killed leaves at most the last one cut, and a full disk none.
 *
 * @returns what keeps a row; LstmError 'disk' where it cannot
 */
export async function feedbackFile(path: string): Promise<(row: FeedbackRow) => Promise<void>> {
  const append = (line: string) =>
    writing(path, 'make room, or choose another --feedback', () => appendLines(path, line, 0o600))
  // Proves that the file can be written before anybody relies on it.
  await append('')
  let last: Promise<unknown> = Promise.resolve()
  return row => {
    const written = last.then(() => append(`${JSON.stringify(row)}\n`))
    last = written.catch(() => undefined)
    return written
  }
}
