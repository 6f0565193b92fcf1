/** The page of `lstm compare --report`: what is shown, and where it goes. */
import { comparePage } from '../evaluation/report/compare-page.ts'
import { writeNamedFile } from '../files/write-file.ts'
import type { Contest } from '../library/contest.ts'
import { readHistory } from '../storage/training-folder.ts'
import { grouped, partOf } from '../wording.ts'

/**
 * @param data its name
 * @param files of the models, in their order
 * @throws LstmError 'disk' when it cannot be written; then the path holds what it held before
 */
export async function writeCompareReport(
  path: string,
  data: string,
  { comparison, answers, texts }: Contest,
  files: readonly { readonly path: string; readonly bytes: number }[],
): Promise<void> {
  const { models, verdict, disagreements, textsPerSecond } = comparison
  const { offered, measured, trainedOn } = comparison.texts
  const shown = models.map(async ({ name }, m) => ({
    name,
    answers: answers[m]!,
    history: await readHistory(files[m]!.path),
    textsPerSecond: textsPerSecond[m]!,
    bytes: files[m]!.bytes,
  }))
  const page = comparePage({
    facts: [
      ['Data', data],
      ['Texts', partOf(measured, offered)],
      ...(trainedOn > 0 ? ([['Of them trained on', grouped(trainedOn)]] as const) : []),
    ],
    compared: comparison,
    verdict,
    models: await Promise.all(shown),
    texts,
    disputed: disagreements,
  })
  await writeNamedFile(path, [Buffer.from(page)], 'make room, or choose another --report')
}
