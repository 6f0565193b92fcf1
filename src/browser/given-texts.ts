import type { LabelledRows } from '../data/labelled-rows.ts'
import { type FileReading, type FileTexts, fileOfRows } from './file-texts.ts'

/** What a caller gives, as a file that a worker reads. */
export async function textsGiven(data: Blob | LabelledRows, reading: FileReading): Promise<FileTexts> {
  if (!(data instanceof Blob)) return fileOfRows(data)
  return { file: data, name: data instanceof File ? data.name : 'the file', reading }
}
