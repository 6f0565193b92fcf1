/** The page of `--report`: where it goes. */
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { say } from './output.ts'

/** Finds out before any work is done. @throws LstmError 'disk' where no page can be written there */
export async function proveReport(path: string | undefined): Promise<void> {
  if (path === undefined) return
  await proveWritable(path, 'name a file in a folder that exists, such as --report report.html')
}

/** Says where it is. @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export async function writeReport(path: string, page: string): Promise<void> {
  await writeNamedFile(path, [Buffer.from(page)], 'make room, or choose another --report')
  say(`report: ${path}`)
}
