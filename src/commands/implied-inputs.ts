/** Files that a command reads though no flag names them: the model in a folder, and the texts that a model was trained on. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { lastName } from '../storage/folder-names.ts'
import { findModel } from '../storage/model-choice.ts'
import { provenanceSchema } from '../storage/model-schema.ts'
import { parsed } from '../storage/schema.ts'
import { readMetadata } from '../storage/tensor-file.ts'

export interface ImpliedInput {
  readonly path: string
  /** How it comes to be read: 'as the model in m1'. */
  readonly how: string
  /** Of a folder all files of texts are read. */
  readonly texts?: boolean
}

/** Commands whose arguments are models; without any, export takes the usual one. */
const ofModels = ['compare', 'learn', 'export']

/** Commands that read the texts of a model's training, unless one of these flags names others. */
const ofTrainingTexts: Readonly<Record<string, readonly string[]>> = {
  eval: ['data', 'test', 'fromPredictions'],
  compare: ['data', 'test'],
  learn: ['keep'],
  train: ['data'],
}

/** What cannot be found or read is left out: to read it will tell. */
export async function impliedInputs(command: Command): Promise<ImpliedInput[]> {
  const options = command.opts()
  const flags = ofTrainingTexts[command.name()]
  const texts = flags?.every(name => options[name] === undefined)
  const found = await Promise.all(
    modelsOf(command).map(async name => {
      const path = (await findModel(name).catch(() => undefined))?.path
      if (path === undefined) return []
      const model = { path, how: `as the model${name === undefined ? ' that is taken' : ` in ${name}`}` }
      return [model, ...(texts ? await textsOf(path) : [])]
    }),
  )
  return found.flat()
}

/** Undefined stands for the model that is taken where none is named. */
function modelsOf(command: Command): (string | undefined)[] {
  const { checkpoint, from, resume, out, fromPredictions } = command.opts()
  const names = [checkpoint, from].filter(name => typeof name === 'string')
  if (ofModels.includes(command.name())) names.push(...command.args)
  if (resume && typeof out === 'string') names.push(join(out, lastName))
  const takesOne = command.name() === 'export' || command.options.some(({ long }) => long === '--checkpoint')
  return names.length === 0 && takesOne && fromPredictions === undefined ? [undefined] : names
}

async function textsOf(model: string): Promise<ImpliedInput[]> {
  try {
    const { source } = provenanceSchema(parsed((await readMetadata(model)).provenance))
    return [source?.data, source?.test, source?.dictionary].flatMap(path =>
      path === undefined ? [] : [{ path, how: `as what ${model} was trained on`, texts: true }],
    )
  } catch {
    return []
  }
}
