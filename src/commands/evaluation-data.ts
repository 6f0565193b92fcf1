/** Which labelled texts a model is measured on, as the flags and the model say. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { knownReading } from '../library/known-reading.ts'
import type { Model } from '../model/model.ts'
import { type DataOptions, dataRequest } from './data-options.ts'

/** ', text column ..., label column ...' where there are some. */
export function columnsRead({ columns }: TokenisedCorpus): string {
  return columns ? `, text column '${columns.text}', label column '${columns.label}'` : ''
}

/**
 * What the flags ask for: other data, of which the columns of the training are taken where it has them; without --data the data
 * of the training, read as it was but for what other flags say.
 */
export function requestOf(options: DataOptions, { provenance }: Model): DataRequest {
  const { data, test, ...reading } = options
  const other = data === undefined ? test : data
  if (other !== undefined) {
    const request = dataRequest({ ...(data === undefined ? reading : options), data: other })!
    return { ...request, ...knownReading(provenance) }
  }
  const source = provenance.source ?? { data: 'imdb' }
  return { ...source, ...dataRequest({ ...reading, data: source.data }) }
}
