/**
 *     npx tsx scripts/fit-cascade.ts TREES-TRAIN TREES-DEV [MODEL]
 *
 * Gives the pretrained model that make-pretrained.ts made the cascade (src/model/cascade.ts) that a training finds today, without
 * training it again: its network is asked for the validation texts, which it was not trained on, and its n-grams are fitted anew for
 * their scores by folds. The files are those of make-pretrained.ts.
 */
import { tokeniseRows } from '../src/data/labelled-rows.ts'
import { findImdb } from '../src/data/readers/imdb.ts'
import { LstmError } from '../src/errors.ts'
import { Classifier } from '../src/model/classifier.ts'
import { partsTogether } from '../src/model/parts-together.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { pretrainedPath } from '../src/storage/model-choice.ts'
import { decodeModel } from '../src/storage/model-file.ts'
import { readTensorFile, writeTensorFile } from '../src/storage/tensor-file.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { fitCascade } from '../src/training/ngrams/cascade-fit.ts'
import { fittedNgrams } from '../src/training/ngrams/ngram-session.ts'
import { prepare } from '../src/training/prepare.ts'
import { rowsForNgrams } from './pretrained/make.ts'
import { findWordList, pretrainingRows } from './pretrained/rows.ts'

const [trees, developmentTrees, path = pretrainedPath] = process.argv.slice(2)
if (trees === undefined || developmentTrees === undefined) {
  throw new LstmError('usage', 'which files? TREES-TRAIN TREES-DEV [MODEL]')
}
const file = await readTensorFile(path)
const model = decodeModel(file, path)
const { hyperparameters, provenance, labels } = model
if (!provenance.mixing) throw new LstmError('model', `${path} is no mixture that a training made`)
const rows = await pretrainingRows({ reviews: findImdb(), trees, developmentTrees, wordList: findWordList() })
const corpus = await tokeniseRows(rowsForNgrams(rows), await loadTokenizer(hyperparameters.tokenizer))
const prepared = prepare(corpus, hyperparameters)
const { validation } = prepared.data
if (validation.size !== model.heldOut?.labels.length)
  throw new LstmError('model', `${path} was trained on other texts`)
const ngrams = await fittedNgrams(corpus, prepared, hyperparameters)
const { mixing } = provenance
const scores = ngrams!.scores.validation.map(score => mixing.ngrams * score)
const { ngrams: _, cascade: __, ...networkAlone } = model
const classifier = await Classifier.open(networkAlone, defaults(runSettingTable))
const inWords = prepared.splits.validation.all()
const network = await classifier.probabilities(classifier.encodeTokens(inWords, corpus.words!))
await classifier.dispose()
const texts = Array.from({ length: validation.size }, (_, text) => text)
const cascade = fitCascade(
  scores,
  Float64Array.from(partsTogether(network, scores, labels.length)),
  {
    labels: Int32Array.from(texts, text => validation.label(text)),
    lengths: Int32Array.from(texts, text => validation.length(text)),
  },
  labels.length,
)
console.log(cascade)
if (cascade) {
  const metadata = { ...file.metadata, cascade: JSON.stringify(cascade) }
  await writeTensorFile(path, { ...file, metadata })
}
