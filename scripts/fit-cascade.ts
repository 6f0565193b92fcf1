/**
 *     npx tsx scripts/fit-cascade.ts [MODEL]
 *
 * Gives a model that was trained before there was a cascade (src/model/cascade.ts) its own, as a training does it today: its network
 * is asked for the validation texts, which it was not trained on, and its n-grams are fitted anew for their scores by folds.
 */
import { defaultCacheFolder } from '../src/data/cache.ts'
import { loadTokenisedCorpus } from '../src/data/load-corpus.ts'
import { predictorOf } from '../src/model/classifier.ts'
import { partsTogether } from '../src/model/parts-together.ts'
import { probabilitiesOf } from '../src/model/probabilities.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { pretrainedPath } from '../src/storage/model-choice.ts'
import { decodeModel } from '../src/storage/model-file.ts'
import { readTensorFile, writeTensorFile } from '../src/storage/tensor-file.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { fitCascade } from '../src/training/cascade-fit.ts'
import { fittedNgrams } from '../src/training/ngram-session.ts'
import { prepare } from '../src/training/prepare.ts'

const [path = pretrainedPath] = process.argv.slice(2)
const file = await readTensorFile(path)
const model = decodeModel(file, path)
const { hyperparameters, provenance, labels } = model
if (!provenance.source || !provenance.mixing) throw new Error(`${path} is no mixture that a training made`)
const corpus = await loadTokenisedCorpus(provenance.source, await loadTokenizer(hyperparameters.tokenizer), {
  cacheFolder: defaultCacheFolder(),
})
if (corpus.digest !== provenance.digest) throw new Error(`${path} was trained on other data`)
const prepared = prepare(corpus, hyperparameters)
const { validation } = prepared.data
const ngrams = await fittedNgrams(corpus, prepared, hyperparameters, () => {})
const { mixing } = provenance
const scores = ngrams!.scores.validation.map(score => mixing.ngrams * score)
const predictor = await predictorOf(model, defaults(runSettingTable))
const network = await probabilitiesOf(predictor, validation, { classes: labels.length, batchSize: 64 })
await predictor.dispose()
const cascade = fitCascade(
  scores,
  Float64Array.from(partsTogether(network, scores, labels.length)),
  Int32Array.from({ length: validation.size }, (_, text) => validation.label(text)),
  labels.length,
)
console.log(cascade)
if (cascade) {
  const metadata = { ...file.metadata, cascade: JSON.stringify(cascade) }
  await writeTensorFile(path, { ...file, metadata })
}
