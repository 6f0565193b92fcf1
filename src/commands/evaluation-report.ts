/** The page of `lstm eval --report`: where it goes, and the words on it. */
import type { Answers } from '../evaluation/evaluation.ts'
import { surestMistakes } from '../evaluation/mistakes.ts'
import type { ExplainedMistake } from '../evaluation/report/mistakes-section.ts'
import { type Report, reportPage } from '../evaluation/report/report.ts'
import { writeNamedFile } from '../files/write-file.ts'
import { Classifier } from '../model/classifier.ts'
import { explain } from '../model/explanation.ts'
import type { Model } from '../model/model.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Sequences } from '../text/sequences.ts'

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export function writeReport(path: string, report: Report): Promise<void> {
  return writeNamedFile(path, [Buffer.from(reportPage(report))], 'make room, or choose another --report')
}

/** Mistakes on the page, and words of each, at most. */
const mistakesShown = 20
const wordsShown = 3000

/**
 * The surest mistakes with their words and what each word says.
 *
 * @param texts in the ids of `words`, -1 an unknown word
 * @param encoded the same texts in the model's ids
 * @param words undefined for word ids without their words; then the ids are shown
 */
export async function explainedMistakes(
  answers: Answers,
  { model, settings }: { readonly model: Model; readonly settings: RunSettings },
  texts: Sequences,
  encoded: Sequences,
  words: readonly string[] | undefined,
): Promise<ExplainedMistake[]> {
  // The texts are there as ids already, and cutting joined tokens again might cut them otherwise.
  const classifier = await Classifier.open(model, settings, 'ids')
  try {
    const explained: ExplainedMistake[] = []
    for (const mistake of surestMistakes(answers, mistakesShown)) {
      const { index, predicted } = mistake
      const [start, end] = [texts.offsets[index]!, texts.offsets[index + 1]!]
      const ids = encoded.tokens.subarray(start, end)
      const row = answers.probabilities.subarray(
        index * model.labels.length,
        (index + 1) * model.labels.length,
      )
      const label = model.labels.indexOf(predicted)
      const { tokens } = await explain(classifier, ids.join(' '), ids, row, label, wordsShown)
      explained.push({
        ...mistake,
        words: tokens.map(({ token, known, contribution }, i) => ({
          text: words ? (words[texts.tokens[start + i]!] ?? '[unknown]') : token,
          known,
          contribution,
        })),
        more: ids.length - tokens.length,
      })
    }
    return explained
  } finally {
    await classifier.dispose()
  }
}
