import type { CheckedCorpus, CheckOptions } from '../check/check-corpus.ts'
import type { OpenCorpus } from '../check/reading-findings.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import { gatheredRows } from '../data/require-rows.ts'
import { runSettingTable } from '../settings/run-settings.ts'
import { refuseUnknown, requireSignal, requireValues } from './check-options.ts'
import { testWithFiles } from './corpus-of.ts'
import { disk } from './disk-node.ts'
import { CorpusFiles } from './read-corpus.ts'

/** What may be said of a check. */
export interface CheckRowsOptions extends CheckOptions {
  /** Texts to measure on, beside rows; what stands in files has its own. */
  readonly test?: LabelledRows | undefined
}

/**
 * Looks at labelled texts before anything is trained on them: what cannot be read, labels that are misspelt or likely wrong, texts
 * that stand there twice, words that give a label away, other languages, markup; and what a model can be expected to get right.
 *
 * @param data rows, or what `readCorpus` gives; rows that cannot be used are told as a finding
 * @throws LstmError 'data' when there is no text at all, 'usage' for a wrong option, 'interrupted' when the signal is aborted
 * @example
 * ```ts
 * import { check } from 'lstm'
 *
 * const rows = Array.from({ length: 30 }, (_, n) => ({ text: `film number ${n}`, label: n % 3 ? 'good' : 'Good' }))
 * const { check: found, clean } = await check(rows)
 * for (const { severity, message } of found.findings) console.log(severity, message)
 * for await (const { text, label } of clean()) console.log(label, text)
 * ```
 */
export async function check(
  data: LabelledRows | CorpusFiles,
  options: CheckRowsOptions = {},
): Promise<CheckedCorpus> {
  refuseUnknown(options, ['test', 'signal', 'threads', 'onProgress'])
  requireValues(options, { threads: runSettingTable.threads })
  requireSignal(options.signal)
  const { test, ...rest } = options
  const { checkCorpus } = await import('../check/check-corpus.ts')
  if (data instanceof CorpusFiles && test) throw testWithFiles()
  if (data instanceof CorpusFiles) return checkCorpus(openerOf(data), { ...rest, ...leavesOut(data) })
  // Read more than once.
  const rows = { train: await gatheredRows(data), test: test && (await gatheredRows(test)) }
  const { rowColumns, rowExamples } = await import('../data/labelled-rows.ts')
  return checkCorpus(
    async () => ({
      train: rowExamples(rows.train, 'row'),
      test: rows.test && rowExamples(rows.test, 'test row'),
      columns: rowColumns,
    }),
    rest,
  )
}

/** Whether a training of these files leaves out rows that cannot be used. */
export function leavesOut({ request }: CorpusFiles): { readonly skipBad: boolean } {
  return { skipBad: request.skipBad === true }
}

/** Reads files as often as a check wants it. */
export function openerOf({ request, place }: CorpusFiles): OpenCorpus {
  return (talk, encoding) => disk.openCorpus(request, talk, { encoding, stdin: place.stdin })
}
