import { fileURLToPath } from 'node:url'
import { LstmError, reason } from '../errors.ts'
import { kindOf } from '../wording.ts'
import type { Disk } from './disk.ts'

/** Each part is loaded when it is called for. */
export const disk: Disk = {
  pathOf(place) {
    if (typeof place === 'string') return place
    if (typeof place?.href !== 'string') {
      throw new LstmError('usage', `a path or the URL of a file is wanted, not ${kindOf(place)}`)
    }
    if (place.protocol === 'file:') return pathOfUrl(place)
    throw new LstmError('usage', `${place.href} is not the URL of a file`, {
      hint: 'fetch it, and give its bytes',
    })
  },

  async readModel(place) {
    const { readModel } = await import('../storage/tensor-file.ts')
    const { findModel, pretrainedPath } = await import('../storage/model-choice.ts')
    return readModel(place === undefined ? pretrainedPath : (await findModel(disk.pathOf(place))).path)
  },

  async writeModel(model, place) {
    const { writeTensorFile } = await import('../storage/tensor-file.ts')
    const { encodeModel } = await import('../storage/model-file.ts')
    const { replacingModel } = await import('../storage/replace-model.ts')
    const path = disk.pathOf(place)
    await replacingModel(path, () => writeTensorFile(path, encodeModel(model)))
  },

  async newTraining(place) {
    const { TrainingFolder } = await import('../storage/training-folder.ts')
    return TrainingFolder.open(disk.pathOf(place), { resume: false })
  },

  async earlierTraining(place) {
    const { TrainingFolder } = await import('../storage/training-folder.ts')
    return TrainingFolder.open(disk.pathOf(place), { resume: true })
  },

  async loadCorpus(...parameters) {
    const { loadTokenisedCorpus } = await import('../data/load-corpus.ts')
    return loadTokenisedCorpus(...parameters)
  },

  async *readExamples(...parameters) {
    const { readExamples } = await import('../data/load-corpus.ts')
    yield* readExamples(...parameters)
  },

  async openCorpus(...parameters) {
    const { openCorpus } = await import('../data/load-corpus.ts')
    return openCorpus(...parameters)
  },

  async readVectors(...parameters) {
    const { readVectors } = await import('../data/vectors/read-vectors.ts')
    return readVectors(...parameters)
  },

  async installedVectors() {
    const { installedVectors } = await import('../data/vectors/read-vectors.ts')
    return installedVectors()
  },

  async readUnlabelled(...parameters) {
    const { readUnlabelled } = await import('../data/unlabelled-texts.ts')
    return readUnlabelled(...parameters)
  },

  async openLog(kind, place) {
    const { jsonLinesLog, tensorboardLog } = await import('../storage/training-log.ts')
    return kind === 'jsonl' ? jsonLinesLog(disk.pathOf(place)) : tensorboardLog(disk.pathOf(place))
  },
}

/** @throws LstmError 'usage' for the URL of another machine's file, or with a '/' that is none */
function pathOfUrl(place: URL): string {
  try {
    return fileURLToPath(place)
  } catch (cause) {
    throw new LstmError('usage', `${place.href} is the URL of no file here: ${reason(cause)}`, {
      hint: 'give its path',
      cause,
    })
  }
}
