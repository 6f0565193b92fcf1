import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { Progress } from '../data/tokenise.ts'
import { type Selection, selectTexts } from '../evaluation/selection.ts'
import type { Model } from '../model/model.ts'
import { dataName } from '../wording.ts'
import { corpusOf } from './corpus-of.ts'
import { CorpusFiles } from './read-corpus.ts'

interface SelectOptions {
  readonly which: 'test' | 'train' | 'all'
  /** As `selectTexts` has it. */
  readonly decides?: boolean
  readonly signal?: AbortSignal | undefined
  /** Told what was found out about the data, or left out of it. */
  readonly onNotice: (message: string) => void
  /** Called about 20 times a second while texts are read. */
  readonly onProgress?: (progress: Progress) => void
}

/** The texts that a model is measured on, and the corpus that they are of. */
export interface SelectedTexts {
  readonly corpus: TokenisedCorpus
  readonly selection: Selection
  /** What messages call the data. */
  readonly name: string
}

export async function selectedTexts(
  model: Model,
  data: LabelledRows | CorpusFiles,
  { which, decides, ...reading }: SelectOptions,
): Promise<SelectedTexts> {
  const { tokenizer } = model.hyperparameters
  const corpus = await corpusOf(data, { purpose: 'evaluation', tokenizer, ...reading })
  const request = data instanceof CorpusFiles ? data.request : undefined
  const selection = selectTexts(corpus, model, { which, request, ...(decides && { decides }) })
  return { corpus, selection, name: dataName(request?.data ?? 'the rows') }
}
