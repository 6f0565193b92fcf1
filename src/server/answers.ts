/** From texts to answers: what is computed for a batch, in which each request may want its answers otherwise. */
import type { PredictOptions } from '../library/answer.ts'
import { checkPredictOptions } from '../library/check-options.ts'
import type { Classifier } from '../model/classifier.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Model } from '../model/model.ts'
import { chooser, type Prediction, predictionOf } from '../model/prediction.ts'
import type { Rule } from '../model/rule.ts'

export interface TextWanted {
  readonly text: string
  /** How the answer is made, and what is told with it; one object a request. */
  readonly wanted: PredictOptions
}

/** An answer without its text, which the one who asked has. */
export type TextAnswer = Omit<Prediction, 'text'> & { readonly explanation?: Explanation }

/** What a batch gives: the answers, and what drift is watched by. */
interface Answered {
  readonly answers: readonly (TextAnswer | Error)[]
  readonly encoded: EncodedTexts
  /** [texts, labels] */
  readonly probabilities: Float32Array
}

/** The answers to texts. What cannot be answered as it is wanted is an Error in its place, and the others are answered. */
export async function answersTo(classifier: Classifier, texts: readonly TextWanted[]): Promise<Answered> {
  const encoded = classifier.encode(texts.map(({ text }) => text))
  const probabilities = await classifier.probabilities(encoded)
  const { labels } = classifier
  const choices = new Map<PredictOptions, Choice | Error>()
  const answers: (TextAnswer | Error)[] = []
  for (const [n, { text, wanted }] of texts.entries()) {
    const choice = choices.get(wanted) ?? choiceOf(wanted, classifier.model)
    choices.set(wanted, choice)
    if (choice instanceof Error) {
      answers.push(choice)
      continue
    }
    const row = probabilities.subarray(n * labels.length, (n + 1) * labels.length)
    const chosen = choice.choose(row)
    const { text: _, ...answer } = predictionOf(text, labels, row, chosen, choice.rule, true)
    const ids = encoded.tokens.subarray(encoded.offsets[n], encoded.offsets[n + 1])
    answers.push(
      wanted.explain
        ? { ...answer, explanation: await explained(classifier, text, ids, row, chosen.label) }
        : answer,
    )
  }
  return { answers, encoded, probabilities }
}

/** How the texts of a request are answered. */
interface Choice {
  readonly rule: Rule
  readonly choose: ReturnType<typeof chooser>
}

function choiceOf(wanted: PredictOptions, { labels, decision }: Model): Choice | Error {
  try {
    checkPredictOptions(wanted, labels)
    const { explain: _, decide, ...asked } = wanted
    const rule = (decide && decision) || asked
    return { rule, choose: chooser(labels, rule) }
  } catch (error) {
    return error as Error
  }
}

async function explained(
  classifier: Classifier,
  text: string,
  ids: Int32Array,
  row: Float32Array,
  chosen: number,
): Promise<Explanation> {
  const { explain } = await import('../model/explanation.ts')
  return explain(classifier, { tokens: classifier.tokens(text), ids, original: text }, row, chosen)
}
