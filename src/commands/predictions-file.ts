/** `lstm eval --predictions`: the measured texts as a file. */
import type { Original } from '../data/originals.ts'
import { probabilityColumn } from '../data/predictions.ts'
import { type MeasuredText, measuredTexts } from '../evaluation/answered-texts.ts'
import type { Answers } from '../evaluation/evaluation.ts'
import { type WrittenFormat, type WrittenRow, writeTable } from './table-file.ts'

/** Every measured text with its place, label, answer and probabilities. @throws LstmError 'disk' */
export async function writePredictions(
  path: string,
  format: WrittenFormat,
  answers: Answers,
  trainedOn: Uint8Array | undefined,
  originals: readonly Original[],
): Promise<void> {
  const { labelNames } = answers
  await writeTable(path, format, {
    columns: [
      ...['place', 'split', 'text', 'label', 'predicted', 'probability'],
      ...labelNames.map(name => probabilityColumn + name),
    ],
    rows: rowsOf(measuredTexts(answers, trainedOn, originals)),
  })
}

function* rowsOf(texts: Iterable<MeasuredText>): Generator<WrittenRow> {
  for (const text of texts) {
    yield {
      json: text,
      cells: [
        ...[text.place, text.split, text.text, text.label, text.predicted, text.probability],
        ...text.probabilities.map(({ probability }) => probability),
      ],
    }
  }
}
