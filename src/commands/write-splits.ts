import { join } from 'node:path'
import { Command } from 'commander'
import { readExamples } from '../data/load-corpus.ts'
import { originalsAt } from '../data/originals.ts'
import { drawSplits } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'
import { corpusOf } from '../library/corpus-of.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { defaults } from '../settings/table.ts'
import { counted } from '../wording.ts'
import { addDataOptions, type DataOptions, dataRequest, filesOf, readWithProgress } from './data-options.ts'
import { addFlags, type Flags, type Given, textOrJson } from './flags.ts'
import { refuseSame } from './kept-inputs.ts'
import { say, write, writeJson } from './output.ts'
import { addSettings, givenSettings } from './settings.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTable } from './table-file.ts'

const flags = {
  '--out <folder>': { help: 'where the files go', usual: 'splits' },
  '--to <name>': { help: 'kind of files', choices: ['csv', 'tsv', 'jsonl', 'parquet'], usual: 'csv' },
  '--format <name>': textOrJson,
} as const satisfies Flags

/** The settings that decide which text comes to which side. */
const { seed, testPortion, validationPortion, tokenizer } = hyperparameterTable
const drawing = { testPortion, validationPortion, seed, tokenizer }

const names = ['train', 'validation', 'test'] as const

export function splitCommand(): Command {
  const command = new Command('split')
    .summary('write the training, validation and test texts as files')
    .description(
      'Writes train, validation and test texts as files of their own, drawn as the training of a network draws them: each label in its ' +
        'share, equal texts on one side, the test texts whatever the seed. A line for each file goes to stdout: path<TAB>texts.',
    )
    .argument('[data]', 'as --data')
  addDataOptions(addFlags(command, flags))
  return addSettings(command, drawing).action(runSplit)
}

async function runSplit(
  data: string | undefined,
  { out, to, format, ...options }: DataOptions & Given<typeof flags>,
): Promise<void> {
  if (data !== undefined && options.data !== undefined) {
    throw new LstmError('usage', `the data is named twice: ${data} and --data ${options.data}`)
  }
  const request = dataRequest({ ...options, ...(data !== undefined && { data }) })
  if (!request) throw new LstmError('usage', 'which data?', { hint: 'name it: lstm split reviews.csv' })
  const settings = { ...defaults(drawing), ...givenSettings(drawing, { ...options }) }
  const paths = names.map(name => join(out, `${name}.${to}`))
  await refuseSame(
    paths.map(path => ({ by: '--out', path })),
    [request.data, request.test ?? []].flat().map(path => ({ by: '', path, texts: true })),
  )
  await writing(out, 'name another folder with --out', () => makeFolder(out))
  for (const path of paths) await writableTable(path, '--out')

  const input = stdinAgain()
  const files = filesOf(request, input)
  const corpus = await readWithProgress(request, tell =>
    corpusOf(files, { purpose: 'evaluation', tokenizer: settings.tokenizer, ...tell }),
  )
  if (corpus.columns) say('lstm: text and label are written, no other columns')
  const splits = drawSplits(corpus, settings)
  const written: { split: string; path: string; texts: number }[] = []
  for (const [i, name] of names.entries()) {
    const indices = splits[name]
    const split = name === 'test' && corpus.test ? 'test' : 'train'
    const originals = await originalsAt(readExamples(request, split, input), indices, request.data)
    const rows = originals.map(({ text }, n) => ({
      text: text ?? '',
      label: corpus.labelNames[corpus[split]!.labels[indices[n]!]!]!,
    }))
    await writeTable(paths[i]!, to, {
      columns: ['text', 'label'],
      rows: rows.map(row => ({ json: row, cells: [row.text, row.label] })),
    })
    written.push({ split: name, path: paths[i]!, texts: rows.length })
    if (rows.length === 0) say(`lstm: no text is for ${name}: ${paths[i]} is empty`)
  }
  if (format === 'json')
    return writeJson({ data: request.data, digest: corpus.digest, ...settings, splits: written })
  for (const { path, texts } of written) await write(`${path}\t${texts}\n`)
  say(
    `train on them with: lstm train --data ${paths[0]} --test ${paths[2]} (${counted(written[0]!.texts, 'text')})`,
  )
}
