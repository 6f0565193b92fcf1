/**
 *     npx lstm eval --checkpoint MODEL --format json | npx tsx scripts/record-test-results.ts MODEL
 *
 * Puts the error that was measured on all test texts into a model given away as float16, in place of the one on the few that
 * were drawn for its training.
 */
import { text } from 'node:stream/consumers'
import { LstmError } from '../src/errors.ts'
import { encodeHalfModel } from '../src/storage/model-file.ts'
import { readModel, writeTensorFile } from '../src/storage/tensor-file.ts'

const [path] = process.argv.slice(2)
if (path === undefined) throw new LstmError('usage', 'which model?')
const measured = JSON.parse(await text(process.stdin))
const { examples } = measured
// The share exactly, not 1 less what is right.
const error = Math.round(measured.error * examples) / examples
const model = await readModel(path)
const { results } = model.provenance
if (!results) throw new LstmError('model', `${path} has no results: its training has not finished`)
const test_err = { shape: [], data: Float64Array.of(error) }
await writeTensorFile(
  path,
  encodeHalfModel({
    ...model,
    provenance: { ...model.provenance, results: { ...results, test: { examples, error } } },
    record: { ...model.record, test_err },
  }),
)
console.log(`${path}: test error ${error} of ${examples} texts`)
