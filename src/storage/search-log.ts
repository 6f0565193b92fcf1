/** trials.jsonl: what a search came to, event by event. It is what the search goes on from. */
import { readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { LstmError } from '../errors.ts'
import { appendLines } from '../files/append-file.ts'
import { removeLeftovers } from '../files/atomic.ts'
import { writing } from '../files/failure.ts'
import { isFile } from '../files/make-folder.ts'
import type { Model } from '../model/model.ts'
import { bestName, lastName } from './folder-names.ts'
import { makeGeneration } from './generations.ts'
import { historyName } from './history.ts'
import { takeFolder } from './lock.ts'
import { encodeModel } from './model-file.ts'
import { readModel, writeTensorFile } from './tensor-file.ts'

export const trialsName = 'trials.jsonl'
const hint = 'name another folder with --out'

/** The log in a folder that belongs to this program until it is closed. */
export class SearchLog {
  readonly path: string
  readonly folder: string
  /** What was in it. */
  readonly earlier: readonly object[]
  /** Gives the folder free; one that was made for this search is removed where nothing came into it. */
  readonly close: () => Promise<void>

  private constructor(folder: string, earlier: readonly object[], close: () => Promise<void>) {
    this.path = join(folder, trialsName)
    this.folder = folder
    this.earlier = earlier
    this.close = close
  }

  /**
   * Takes the folder. An earlier search in it is gone on with, a line that a killed one had not finished taken off; or put out of the way.
   *
   * @throws LstmError 'disk' when nothing can be written there, 'usage' when another program is at work there, or there is no search to go on with
   */
  static async open(folder: string, { resume }: { readonly resume: boolean }): Promise<SearchLog> {
    const path = join(folder, trialsName)
    if (resume && !(await isFile(path))) {
      throw new LstmError('usage', `${folder} holds no search to go on with`, {
        hint: 'leave out --resume, or name its folder with --out',
      })
    }
    const lock = await takeFolder(folder, hint)
    try {
      await writing(folder, hint, () => removeLeftovers(join(folder, bestName)))
      if (!resume) await writing(folder, hint, () => setAside(folder))
      const events = resume ? await wholeLines(path) : []
      return new SearchLog(folder, events, () => lock.release())
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** Replaces the best model so far. */
  async keep(model: Model): Promise<void> {
    await writeTensorFile(join(this.folder, bestName), encodeModel(model))
  }

  async append(event: object): Promise<void> {
    await writing(this.path, hint, () => appendLines(this.path, `${JSON.stringify(event)}\n`))
  }
}

/** Whether the file holds a model of these settings, that began with the same as it was named. */
export async function isModelOf(
  path: string,
  settings: Model['hyperparameters'],
  { from = 'none', wordVectors = 'none' }: { readonly from?: string; readonly wordVectors?: string },
): Promise<boolean> {
  const model = (await isFile(path)) && (await readable(path))
  if (!model) return false
  const { hyperparameters, provenance } = model
  const begun = [provenance.from?.model ?? 'none', provenance.wordVectors?.source ?? 'none']
  if (begun[0] !== from || begun[1] !== wordVectors) return false
  return Object.entries(settings).every(
    ([name, value]) => hyperparameters[name as keyof Model['hyperparameters']] === value,
  )
}

/** The model of a file; undefined where it is damaged: what cannot be read can be trained again. */
async function readable(path: string): Promise<Model | undefined> {
  try {
    return await readModel(path)
  } catch (error) {
    if (error instanceof LstmError && error.code === 'model') return undefined
    throw error
  }
}

/** Moves an earlier search, or training, out of the way. */
async function setAside(folder: string): Promise<void> {
  const found = await readdir(folder)
  const names = [trialsName, bestName, lastName, historyName].filter(name => found.includes(name))
  if (names.length > 0) await makeGeneration(folder, names)
}

/** The events of the lines that are whole; what follows them is cut off. */
async function wholeLines(path: string): Promise<object[]> {
  const text = await readFile(path, 'utf8')
  const end = text.lastIndexOf('\n') + 1
  if (end < text.length)
    await writing(path, hint, () => truncate(path, Buffer.byteLength(text.slice(0, end))))
  return text
    .slice(0, end)
    .split('\n')
    .filter(line => line !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line) as object
      } catch {
        throw new LstmError('data', `${path}:${i + 1}: no event of a search`, {
          hint: 'begin another search elsewhere',
        })
      }
    })
}
