import { type FieldOptions, rowWriter } from '../formats/delimited-rows.ts'
import type { Prediction } from '../model/prediction.ts'
import { jsonLine, printable } from '../printable.ts'

/** How predictions are written: one line each, so that the n-th line answers the n-th text. */
export interface OutputFormat {
  /** A first line that names the columns, where the format has one. */
  readonly header: string
  /** Whether a line shows the probabilities of all labels. */
  readonly all: boolean
  /** In parts, of which the text may be a very long one. @param shown what stands in the place of the text, fit for a terminal */
  line(prediction: Prediction, shown?: string): readonly string[]
}

export const outputFormatNames = ['text', 'json', 'csv', 'tsv'] as const
export type OutputFormatName = (typeof outputFormatNames)[number]

/** What CSV and TSV have between their values. */
export const delimiters = { csv: ',', tsv: '\t' } as const satisfies Partial<Record<OutputFormatName, string>>

/** @param options of the values in CSV and TSV */
export function outputFormat(name: OutputFormatName, options: FieldOptions): OutputFormat {
  switch (name) {
    case 'text':
      return { header: '', all: false, line: textLine }
    case 'json':
      return { header: '', all: true, line: prediction => [`${jsonLine(prediction)}\n`] }
    case 'csv':
    case 'tsv': {
      const row = rowWriter(delimiters[name], options)
      return {
        header: row(['label', 'probability', 'text']),
        all: false,
        line: ({ label, probability, text }) => [row([label, probability, oneLine(text)])],
      }
    }
  }
}

function textLine(
  { label, probability, top = [{ label, probability }], text }: Prediction,
  shown = printable(text),
): readonly string[] {
  const ranked = top.map(each => `${printable(each.label)}\t${each.probability.toFixed(6)}\t`)
  return [...ranked, shown, '\n']
}

/** A text from a CSV field or a JSON string may hold line breaks; an answer is one line. */
function oneLine(text: string): string {
  return text.replace(/\r\n|[\r\n]/g, ' ')
}
