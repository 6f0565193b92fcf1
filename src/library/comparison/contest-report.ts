import { comparePage } from '../../evaluation/report/compare-page.ts'
import type { LearningPoint } from '../../evaluation/report/learning-curves.ts'
import { dataName } from '../../wording.ts'
import { type Contest, comparedTexts } from './contest.ts'

/** What a page shows of a model beside its answers. */
interface ContestantFile {
  readonly bytes: number
  /** The validations of its training; may be empty. */
  readonly history: readonly LearningPoint[]
}

/**
 * A page that shows models overlaid on each curve.
 *
 * @param data its name
 * @param files of the models, in their order
 */
export function contestReport(
  data: string,
  { comparison, answers, texts }: Contest,
  files: readonly ContestantFile[],
): string {
  const { models, verdict, disagreements, textsPerSecond } = comparison
  return comparePage({
    facts: [
      ['Data', dataName(data)],
      ['Texts', comparedTexts(comparison.texts)],
    ],
    compared: comparison,
    verdict,
    models: models.map(({ name }, m) => ({
      name,
      answers: answers[m]!,
      textsPerSecond: textsPerSecond[m]!,
      ...files[m]!,
    })),
    texts,
    disputed: { texts: comparison.disputed, shown: disagreements },
  })
}
