import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import type { DataRequest } from '../data/load-corpus.ts'
import { writing } from '../files/failure.ts'
import { makeFolder, removeEmpty } from '../files/make-folder.ts'
import { splitNames, splitTexts } from '../library/split-texts.ts'
import { listed } from '../printable.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { flagWords } from '../settings/flag-words.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { defaults, givenSettings } from '../settings/table.ts'
import { makeGeneration } from '../storage/generations.ts'
import { counted, verb } from '../wording.ts'
import { addDataOptions, type DataOptions, filesOf, readWithProgress, requestedData } from './data-options.ts'
import { addFlags, textOrJson } from './flags.ts'
import { refuseSame } from './kept-inputs.ts'
import { programName, say, write, writeJson } from './output.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTexts } from './table-file.ts'

const flags = {
  '--out <folder>': { help: 'where the files go', usual: 'splits' },
  '--to <name>': { help: 'kind of files', choices: ['csv', 'tsv', 'jsonl', 'parquet'], usual: 'csv' },
  '--format <name>': textOrJson,
} as const satisfies Flags

/** The settings that decide which text comes to which side. */
const { seed, testPortion, validationPortion, tokenizer } = hyperparameterTable
const drawing = { testPortion, validationPortion, seed, tokenizer }

export function splitCommand(): Command {
  const command = new Command('split')
    .summary('write the training, validation and test texts as files')
    .description(
      'Writes train, validation and test texts as files of their own, drawn as the training of a network draws them: each label in its ' +
        'share, equal texts on one side, the test texts whatever the seed. A line for each file goes to stdout: path<TAB>texts.',
    )
    .argument('[data]', 'as --data')
  addDataOptions(addFlags(command, flags))
  return addFlags(command, settingFlags(drawing)).action(runSplit)
}

interface Written {
  readonly split: string
  readonly path: string
  readonly texts: number
}

async function runSplit(
  data: string | undefined,
  { out, to, format, ...options }: DataOptions & Given<typeof flags>,
): Promise<void> {
  const request = requestedData('split', data, options)
  const settings = { ...defaults(drawing), ...givenSettings(drawing, options) }
  const paths = splitNames.map(name => join(out, `${name}.${to}`))
  await refuseSame(
    paths.map(path => ({ by: '--out', path })),
    [request.data, request.test ?? []].flat().map(path => ({ by: '', path, texts: true })),
  )
  const made = await writing(out, 'name another folder with --out', () => makeFolder(out))
  const { corpus, of } = await textsToSplit(request, settings, paths).catch(async error => {
    await removeEmpty(made)
    throw error
  })
  if (corpus.columns) say('lstm: text and label are written, no other columns')
  await setAside(out, to)
  const written: Written[] = []
  for (const [i, split] of splitNames.entries()) {
    const rows = await of(split)
    const path = paths[i]!
    await writeTexts(path, to, rows)
    written.push({ split, path, texts: rows.length })
    if (rows.length === 0) say(`lstm: no text is for ${split}: ${path} is empty`)
  }
  if (format === 'json')
    return writeJson({ data: request.data, digest: corpus.digest, ...settings, splits: written })
  for (const { path, texts } of written) await write(`${path}\t${texts}\n`)
  const [train, , test] = written as [Written, Written, Written]
  const flags = { data: train.path, ...(test.texts > 0 && { test: test.path }) }
  say(`train on ${counted(train.texts, 'text')} of them with: ${programName} train ${flagWords(flags)}`)
}

/** Who names a folder does not name the files in it: one of these names may be somebody's own. */
async function setAside(out: string, to: string): Promise<void> {
  await writing(out, 'name another folder with --out', async () => {
    const found = await readdir(out)
    const names = splitNames.map(name => `${name}.${to}`).filter(name => found.includes(name))
    if (names.length === 0) return
    const kept = await makeGeneration(out, names)
    say(
      `lstm: ${listed(names)} ${verb(names.length, 'were')} there already, and ${verb(names.length, 'are')} kept in ${kept}`,
    )
  })
}

/** The texts as they are divided; before they are read it is proved that the files can be written. */
async function textsToSplit(
  request: DataRequest,
  settings: Parameters<typeof splitTexts>[1],
  paths: readonly string[],
) {
  for (const path of paths) await writableTable(path, '--out')
  const files = filesOf(request, stdinAgain())
  return readWithProgress(tell => splitTexts(files, settings, tell))
}
