import type { Prediction } from '../model/prediction.ts'

/** How predictions are written: one line each, so that the n-th line answers the n-th text. */
export interface OutputFormat {
  /** A first line that names the columns, where the format has one. */
  readonly header: string
  line(prediction: Prediction): string
}

export const outputFormats = {
  text: {
    header: '',
    line: ({ label, probability, top = [{ label, probability }], text }) => {
      const ranked = top.map(each => `${each.label}\t${each.probability.toFixed(6)}\t`)
      return `${ranked.join('')}${oneLine(text)}\n`
    },
  },
  json: {
    header: '',
    line: prediction => `${JSON.stringify(prediction)}\n`,
  },
  csv: {
    header: 'label,probability,text\n',
    line: ({ label, probability, text }) => `${quoted(label)},${probability},${quoted(oneLine(text))}\n`,
  },
} as const satisfies Record<string, OutputFormat>

export type OutputFormatName = keyof typeof outputFormats

/** A text from a CSV field or a JSON string may hold line breaks; an answer is one line. */
function oneLine(text: string): string {
  return text.replace(/\r\n|[\r\n]/g, ' ')
}

/** A CSV field (RFC 4180). */
function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
