/** What a training knows beside its texts: by a model that it goes on from, by word vectors, or by texts without labels. */
import type { TokenisedCorpus } from '../../data/corpus.ts'
import type { EngineModule } from '../../engines/engine.ts'
import type { Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { NoticeEvent, ProgressEvent } from '../../training/events.ts'
import { type Known, together } from '../../training/known.ts'
import { fromModel } from './known-model.ts'
import { knownWords } from './known-words.ts'
import { unlabelledWords } from './unlabelled-words.ts'

/** What is named. */
export interface Named {
  /** The model, and what it was called. */
  readonly from: { readonly model: Model; readonly place: string } | undefined
  /** A file of word vectors, or the name of a package of them. */
  readonly wordVectors: string | undefined
  /** Files of texts without labels, and how many columns the vectors made of them have. */
  readonly unlabelled: { readonly files: readonly string[]; readonly dimension: number } | undefined
}

/** How what is named is read. */
export interface FurtherReading extends Pick<Hyperparameters, 'tokenizer' | 'extraWords' | 'seed'> {
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly tell: (event: ProgressEvent | NoticeEvent) => void
  readonly signal: AbortSignal
}

/** @throws LstmError 'data' for what cannot be read; 'usage' for a corpus of word ids */
export async function knownBeside(
  corpus: TokenisedCorpus,
  { from, wordVectors, unlabelled }: Named,
  { seed, openSkipGram, ...reading }: FurtherReading,
): Promise<Known> {
  const words = { ...reading, from: from?.model }
  return together(
    from ? fromModel(from.model, from.place, corpus, reading.tell) : {},
    wordVectors === undefined ? {} : await knownWords(wordVectors, corpus, words),
    unlabelled
      ? await unlabelledWords(unlabelled.files, corpus, {
          ...words,
          ...{ dimension: unlabelled.dimension, seed, openSkipGram },
        })
      : {},
  )
}
