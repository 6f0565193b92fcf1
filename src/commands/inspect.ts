import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import type { TensorFile } from '../formats/safetensors.ts'
import { type TrainingFlags, trainingFlags } from '../library/training-flags.ts'
import type { Cascade } from '../model/cascade.ts'
import { type FormerModel, isFinished, type Model } from '../model/model.ts'
import { type Strongest, strongestNgramsOf } from '../model/named-ngrams.ts'
import { listed, printable } from '../printable.ts'
import { decodeModel } from '../storage/model-file.ts'
import { readTensorFile } from '../storage/tensor-file.ts'
import { counted, grouped, percent } from '../wording.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { flagWords } from './flag-words.ts'
import { addFlags, type Flags, type Given } from './flags.ts'
import { jsonLine, programName, show, write, writeJson } from './output.ts'

/** The texts that figures are of. */
const splits = ['train', 'validation', 'test'] as const

/** Words of the vocabulary that are shown. */
const firstWords = 20

const flags = {
  '--words': 'the words, word pairs and triples that speak most for each label',
  '--as-config': 'the flags that train such a model, as a file for train --config',
  '--as-command': 'the same as a command to type',
  '--json': 'as one JSON object',
} as const satisfies Flags

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('show what is inside a model file')
    .description(
      'Shows what is inside a model file: shapes, settings, vocabulary, labels, where it comes from.',
    )
    .argument('[model]', modelFlag)
  return addFlags(command, flags).action(inspect)
}

async function inspect(checkpoint: string | undefined, options: Given<typeof flags>): Promise<void> {
  const { json, words, asConfig, asCommand } = options
  if ([words, asConfig, asCommand].filter(Boolean).length > 1) {
    throw new LstmError('usage', 'only one of --words, --as-config and --as-command at a time')
  }
  const path = await chosenModel(checkpoint)
  const file = await readTensorFile(path)
  const model = decodeModel(file, path)
  if (asConfig || asCommand) {
    const flags = trainingFlags(model)
    if (json) await writeJson(flags)
    else await write(asCommand ? commandOf(flags) : configOf(flags))
    return
  }
  if (words) {
    const strongest = strongestNgramsOf(model)
    await (json ? writeJson(strongest) : show(wordsTable(strongest)))
    return
  }
  const contents = describe(path, file, model)
  await (json ? writeJson(contents) : show(table(contents)))
}

/** 'batch-size: 32', a line each. */
function configOf(flags: TrainingFlags): string {
  const lines = Object.entries(flags).map(([name, value]) => `${name}: ${jsonLine(value)}\n`)
  return lines.join('')
}

function commandOf(flags: TrainingFlags): string {
  return `${printable(`${programName} train ${flagWords(flags)}`)}\n`
}

/** 'wonderful +7.91', a line each under its label. */
function wordsTable(strongest: readonly Strongest[]): string {
  const lines = strongest.flatMap(({ label, ngrams }) => [
    label,
    ...ngrams.map(({ ngram, weight }) => `  ${ngram.padEnd(30)} +${weight.toFixed(2)}`),
  ])
  return `${lines.map(printable).join('\n')}\n`
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
    cascade: model.cascade,
    heldOut: model.heldOut?.labels.length,
    decision: model.decision,
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
  const line = (name: string, value: unknown, width = 20) =>
    `${printable(`${name.padEnd(width - 1)} ${value}`)}\n`
  const longest = Math.max(20, ...tensors.map(({ name }) => name.length + 1))
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
    ...(provenance.from ? [line('from', fromLine(provenance.from))] : []),
    ...(provenance.learned ? [line('learned', counted(provenance.learned, 'correction'))] : []),
    ...(provenance.mixing
      ? [
          line(
            'mixture',
            `${provenance.mixing.network.toFixed(2)} of the network, ${provenance.mixing.ngrams.toFixed(2)} of the n-grams`,
          ),
        ]
      : []),
    ...(contents.cascade
      ? [line('cascade', cascadeLine(contents.cascade, results?.validation.examples))]
      : []),
    ...(contents.decision ? [line('decision', contents.decision.promise)] : []),
    ...(contents.heldOut === undefined ? [] : [line('held out', counted(contents.heldOut, 'text'))]),
    ...(provenance.temperature === undefined ? [] : [line('temperature', provenance.temperature.toFixed(3))]),
    line('resumable', contents.resumable ? 'yes' : 'no'),
    line('labels', listed(contents.labels)),
    line('vocabulary', vocabularyLine(contents)),
    ...(vocabulary ? [line('first words', vocabulary.first.join(' '))] : []),
    ...(contents.ngrams === undefined ? [] : [line('n-grams', grouped(contents.ngrams))]),
    '\n',
    ...tensors.map(({ name, type, shape }) => line(name, `${type} [${shape.join(', ')}]`, longest)),
    ...(contents.sizes ? [line('parameters', grouped(contents.parameters), longest)] : []),
    '\n',
    ...Object.entries(hyperparameters).map(([name, value]) => line(name, value)),
  ].join('')
}

function fromLine({ model, seen = 0 }: FormerModel): string {
  const before = `, which had learned from ${counted(seen, 'text')} of these before: errors on texts held out may be too small`
  return `${model}${seen > 0 ? before : ''}`
}

function vocabularyLine({ vocabulary, ngrams }: Contents): string {
  if (vocabulary) return counted(vocabulary.words, 'word')
  return ngrams === undefined ? 'none: reads word ids only' : 'none: n-grams of any words are kept as hashes'
}

/** @param heldOut texts that it was fitted on */
function cascadeLine({ bound, shortest, spared }: Cascade, heldOut: number | undefined): string {
  const texts = heldOut === undefined ? 'texts' : counted(heldOut, 'text')
  const which = shortest ? `of texts of ${counted(shortest, 'token')} and more ` : ''
  return `${which}the n-grams answer alone from ${percent(bound, 1)} on: ${percent(spared, 0)} of the ${texts} held out`
}
