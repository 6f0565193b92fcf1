import type { DataRequest } from '../data/load-corpus.ts'
import type { Model } from '../model/model.ts'
import { CorpusFiles } from './read-corpus.ts'

/** How the training texts of a model were read, for others that are read for it. */
export function knownReading({ columns, source }: Model['provenance']): Pick<DataRequest, 'known'> {
  const { mergeLabels } = source ?? {}
  if (!columns && mergeLabels === undefined) return {}
  return { known: { ...columns, ...(mergeLabels !== undefined && { mergeLabels }) } }
}

/** Data to measure a model on; files are read as those of its training were, but for what the caller says of them. */
export function readFor<Data>(data: Data | CorpusFiles, { provenance }: Model): Data | CorpusFiles {
  if (!(data instanceof CorpusFiles)) return data
  return new CorpusFiles({ ...knownReading(provenance), ...data.request }, data.place)
}
