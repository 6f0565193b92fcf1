/**
 * Trains on a CSV file, and saves the model.
 *
 *     npx tsx examples/train-on-csv.ts reviews.csv mine.safetensors
 */
import { readCorpus, train } from 'lstm'

const [data = 'data/sample.csv', out = 'mine.safetensors'] = process.argv.slice(2)

const training = train(readCorpus(data), {
  tokenizer: 'words',
  maxlen: 0,
  dimension: 32,
  batchSize: 4,
  optimizer: 'adam',
  learningRate: 0.005,
  validationPortion: 0.2,
  validationInterval: -1,
  maxEpochs: 10,
})
// The first Ctrl-C ends the training with the best model so far.
process.once('SIGINT', () => training.finish())

for await (const event of training) {
  if (event.event === 'validation') console.error(`epoch ${event.epoch}: ${event.validationError} wrong`)
  if (event.event === 'end') console.error(`error on ${event.test.examples} test texts: ${event.test.error}`)
}
await using model = await training.model
await model.save(out)
console.log(out, model.labels.join(' '))
