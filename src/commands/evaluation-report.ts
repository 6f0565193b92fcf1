/** The page of `lstm eval --report`: where it goes. */
import { type Report, reportPage } from '../evaluation/report/report.ts'
import { writeNamedFile } from '../files/write-file.ts'

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export function writeReport(path: string, report: Report): Promise<void> {
  return writeNamedFile(path, [Buffer.from(reportPage(report))], 'make room, or choose another --report')
}
