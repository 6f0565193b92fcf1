import type { Prediction } from '../model/prediction.ts'
import { printable } from '../printable.ts'
import { jsonLine } from './output.ts'

/** How predictions are written: one line each, so that the n-th line answers the n-th text. */
export interface OutputFormat {
  /** A first line that names the columns, where the format has one. */
  readonly header: string
  /** Whether a line shows the probabilities of all labels. */
  readonly all: boolean
  /** @param shown what stands in the place of the text, fit for a terminal */
  line(prediction: Prediction, shown?: string): string
}

export const outputFormatNames = ['text', 'json', 'csv'] as const
export type OutputFormatName = (typeof outputFormatNames)[number]

/** @param field makes the fields of CSV */
export function outputFormat(name: OutputFormatName, field: CsvField): OutputFormat {
  switch (name) {
    case 'text':
      return { header: '', all: false, line: textLine }
    case 'json':
      return { header: '', all: true, line: prediction => `${jsonLine(prediction)}\n` }
    case 'csv':
      return {
        header: 'label,probability,text\n',
        all: false,
        line: ({ label, probability, text }) => `${field(label)},${probability},${field(oneLine(text))}\n`,
      }
  }
}

function textLine(
  { label, probability, top = [{ label, probability }], text }: Prediction,
  shown = printable(text),
): string {
  const ranked = top.map(each => `${printable(each.label)}\t${each.probability.toFixed(6)}\t`)
  return `${ranked.join('')}${shown}\n`
}

/** A text from a CSV field or a JSON string may hold line breaks; an answer is one line. */
function oneLine(text: string): string {
  return text.replace(/\r\n|[\r\n]/g, ' ')
}

export type CsvField = (value: string) => string

/**
 * Values as CSV fields (RFC 4180), of which a reader gets back the values themselves.
 *
 * @param safe puts ' before what a spreadsheet would take for a formula
 * @param terminal makes them fit to be seen, for those who look at CSV there
 */
export function csvField({
  safe,
  terminal,
}: {
  readonly safe: boolean
  readonly terminal: boolean
}): CsvField {
  return value => {
    const guarded = safe && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
    const field = terminal ? printable(guarded) : guarded
    return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  }
}
