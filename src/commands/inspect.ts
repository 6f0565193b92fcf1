import { Command } from 'commander'
import type { TensorFile } from '../formats/safetensors.ts'
import { isFinished, type Model } from '../model/model.ts'
import { listed, printable } from '../printable.ts'
import { decodeModel } from '../storage/model-file.ts'
import { readTensorFile } from '../storage/tensor-file.ts'
import { counted, grouped, percent } from '../wording.ts'
import { chosenModel, defaultModel } from './model-choice.ts'
import { write, writeJson } from './output.ts'
import { addSwitch } from './settings.ts'

/** The texts that figures are of. */
const splits = ['train', 'validation', 'test'] as const

/** Words of the vocabulary that are shown. */
const firstWords = 20

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('show what is inside a model file')
    .description(
      'Shows what is inside a model file: shapes, settings, vocabulary, labels, where it comes from.',
    )
    .argument('[model]', `model file or folder (default: ${defaultModel})`)
  return addSwitch(command, '--json', 'as one JSON object').action(inspect)
}

async function inspect(checkpoint: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  const path = await chosenModel(checkpoint)
  const file = await readTensorFile(path)
  const contents = describe(path, file, decodeModel(file, path))
  await (json ? writeJson(contents) : write(table(contents)))
}

type Contents = ReturnType<typeof describe>

function describe(path: string, { metadata, tensors }: TensorFile, model: Model) {
  const { network, labels, vocabulary, hyperparameters, provenance } = model
  return {
    path,
    sha256: metadata.sha256,
    formatVersion: metadata.format_version,
    labels,
    sizes: network?.sizes,
    parameters: Object.values(network?.parameters ?? {}).reduce((sum, { length }) => sum + length, 0),
    vocabulary: vocabulary && {
      words: vocabulary.words.length,
      first: vocabulary.words.slice(0, firstWords),
    },
    ngrams: model.ngrams?.keys.low.length,
    hyperparameters,
    provenance,
    tensors: Object.entries(tensors).map(([name, { shape, data }]) => ({
      name,
      shape,
      type: data.constructor.name.replace(/(Array|Bits)$/, '').toLowerCase(),
      bytes: data.byteLength,
    })),
    resumable: metadata.training !== undefined,
  }
}

function table(contents: Contents): string {
  const { provenance, vocabulary, tensors, hyperparameters } = contents
  const { results, source } = provenance
  const line = (name: string, value: unknown) => `${printable(`${name.padEnd(20)}${value}`)}\n`
  return [
    line('file', contents.path),
    line('sha256', contents.sha256),
    line('producer', provenance.producer),
    line('data', source ? source.data : 'not known'),
    line('data sha256', provenance.digest ?? 'not known'),
    line(
      'finished',
      isFinished(provenance) ? 'yes' : 'no: the best so far of a training that was left or goes on',
    ),
    ...(results
      ? splits.map(split =>
          line(
            `${split} error`,
            results[split].examples === 0
              ? 'none held out'
              : `${percent(results[split].error, 2)} of ${counted(results[split].examples, 'text')}`,
          ),
        )
      : []),
    ...(provenance.mixing
      ? [
          line(
            'mixture',
            `${provenance.mixing.network.toFixed(2)} of the network, ${provenance.mixing.ngrams.toFixed(2)} of the n-grams`,
          ),
        ]
      : []),
    ...(provenance.temperature === undefined ? [] : [line('temperature', provenance.temperature.toFixed(3))]),
    line('resumable', contents.resumable ? 'yes' : 'no'),
    line('labels', listed(contents.labels)),
    line('vocabulary', vocabularyLine(contents)),
    ...(vocabulary ? [line('first words', vocabulary.first.join(' '))] : []),
    ...(contents.ngrams === undefined ? [] : [line('n-grams', grouped(contents.ngrams))]),
    '\n',
    ...tensors.map(({ name, type, shape }) => line(name, `${type} [${shape.join(', ')}]`)),
    line('parameters', grouped(contents.parameters)),
    '\n',
    ...Object.entries(hyperparameters).map(([name, value]) => line(name, value)),
  ].join('')
}

function vocabularyLine({ vocabulary, ngrams }: Contents): string {
  if (vocabulary) return counted(vocabulary.words, 'word')
  return ngrams === undefined ? 'none: reads word ids only' : 'none: n-grams of any words are kept as hashes'
}
