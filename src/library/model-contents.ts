/** What is inside a model file, as data and for people. */
import type { TensorFile } from '../formats/safetensors.ts'
import type { Cascade } from '../model/cascade.ts'
import { type FormerModel, isFinished, type Model } from '../model/model.ts'
import type { Strongest } from '../model/named-ngrams.ts'
import { listed, printable } from '../printable.ts'
import { counted, dataName, grouped, percent } from '../wording.ts'

/** The texts that figures are of. */
const splits = ['train', 'validation', 'test'] as const

/** Words of the vocabulary that are shown. */
const firstWords = 20

/** 'wonderful +7.91', a line each under its label. */
export function wordsTable(strongest: readonly Strongest[]): string {
  const lines = strongest.flatMap(({ label, ngrams }) => [
    label,
    ...ngrams.map(({ ngram, weight }) => `  ${ngram.padEnd(30)} +${weight.toFixed(2)}`),
  ])
  return `${lines.map(printable).join('\n')}\n`
}

type Contents = ReturnType<typeof modelContents>

/** What the file of a model holds. */
export function modelContents(path: string, { metadata, tensors }: TensorFile, model: Model) {
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

/** The same for people, a line each. */
export function contentsTable(contents: Contents): string {
  const { provenance, vocabulary, tensors, hyperparameters } = contents
  const { results, source } = provenance
  const line = (name: string, value: unknown, width = 20) =>
    `${printable(`${name.padEnd(width - 1)} ${value}`)}\n`
  const longest = Math.max(20, ...tensors.map(({ name }) => name.length + 1))
  return [
    line('file', contents.path),
    // Not what sha256sum says of the file, in which these digits stand themselves.
    line('checksum', `${contents.sha256} (SHA-256 with these digits as zeros)`),
    line('producer', provenance.producer),
    line('data', source ? dataName(source.data) : 'not known'),
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
