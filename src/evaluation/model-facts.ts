/** What a report says of a model beside its figures. */
import type { Model } from '../model/model.ts'
import { strongestNgramsOf } from '../model/named-ngrams.ts'
import { flagWords } from '../settings/flag-words.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { defaults } from '../settings/table.ts'
import { counted, dataName, percent } from '../wording.ts'
import type { ClassWords } from './report/class-details.ts'
import type { LearningPoint } from './report/learning-curves.ts'

/** N-grams of each class that are shown. */
const wordsShown = 24

/** The words and n-grams that speak most for each class; none where the model does not name them. */
export function classWordsOf({ ngrams, labels }: Pick<Model, 'ngrams' | 'labels'>): ClassWords[] {
  if (!ngrams?.strongest) return []
  return strongestNgramsOf({ ngrams, labels }).map(({ label, ngrams }) => ({
    label,
    words: ngrams.slice(0, wordsShown).map(({ ngram, weight }) => ({ text: ngram, weight })),
  }))
}

/** Data, settings and results of the training, where they are known. */
export function trainingFacts({
  provenance,
  hyperparameters,
}: Pick<Model, 'provenance' | 'hyperparameters'>): [string, string][] {
  const { source, digest, producer, results, temperature, mixing, from } = provenance
  const usual = defaults(hyperparameterTable)
  const changed = Object.entries(hyperparameters).filter(
    ([name, value]) => value !== usual[name as keyof typeof usual],
  )
  const errors = results
    ? (['train', 'validation', 'test'] as const).flatMap(split => {
        const result = results[split]
        return result && result.examples > 0
          ? [`${split} ${percent(result.error, 2)} of ${counted(result.examples, 'text')}`]
          : []
      })
    : []
  return [
    ['Made by', producer],
    ...(source ? ([['Data', dataName(source.data)]] as [string, string][]) : []),
    ...(digest ? ([['SHA-256 of the data', digest]] as [string, string][]) : []),
    ...(from
      ? ([
          [
            'Started from',
            `${from.model}${from.seen ? `, which had learned from ${counted(from.seen, 'text')} of these before` : ''}`,
          ],
        ] as [string, string][])
      : []),
    ['Settings that are not the defaults', flagWords(Object.fromEntries(changed)) || 'none'],
    ...(results
      ? ([
          ['Updates', String(results.updates)],
          ['Errors', errors.join(', ')],
        ] as [string, string][])
      : []),
    ...(temperature === undefined ? [] : ([['Temperature', temperature.toFixed(3)]] as [string, string][])),
    ...(mixing
      ? ([
          [
            'Mixture',
            `${mixing.network.toFixed(2)} of the network, ${mixing.ngrams.toFixed(2)} of the n-grams`,
          ],
        ] as [string, string][])
      : []),
  ]
}

/** The errors of a training as they are drawn: a history has 0 where there were no texts to be wrong about, which is no figure. */
export function drawnHistory(
  history: readonly (LearningPoint & { readonly testError: number })[],
  { results }: Pick<Model['provenance'], 'results'>,
): LearningPoint[] {
  const tested = results ? results.test.examples > 0 : history.some(({ testError }) => testError > 0)
  return history.map(({ testError, ...point }) => (tested ? { ...point, testError } : point))
}
