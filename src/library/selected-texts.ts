import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { type Selection, selectTexts } from '../evaluation/selection.ts'
import type { Model } from '../model/model.ts'
import { corpusOf } from './corpus-of.ts'
import { CorpusFiles } from './read-corpus.ts'

interface SelectOptions {
  readonly which: 'test' | 'train' | 'all'
  readonly signal: AbortSignal | undefined
  /** Told what was found out about the data, or left out of it. */
  readonly onNotice: (message: string) => void
}

/** The texts that a model is measured on, and the corpus that they are of. */
export interface SelectedTexts {
  readonly corpus: TokenisedCorpus
  readonly selection: Selection
}

export async function selectedTexts(
  model: Model,
  data: LabelledRows | CorpusFiles,
  { which, signal, onNotice }: SelectOptions,
): Promise<SelectedTexts> {
  const { tokenizer } = model.hyperparameters
  const corpus = await corpusOf(data, { purpose: 'evaluation', tokenizer, signal, onNotice })
  const request = data instanceof CorpusFiles ? data.request : undefined
  const sameReading = howRead(request) === howRead(model.provenance.source)
  return { corpus, selection: selectTexts(corpus, model, { which, sameReading }) }
}

/** What was read how, wherever it lay, as one text. */
function howRead(request: DataRequest | undefined): string {
  if (!request) return ''
  const { data: _, known, ...options } = request
  const said = Object.entries({ ...options, ...known }).filter(([, value]) => value !== undefined)
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)))
}
