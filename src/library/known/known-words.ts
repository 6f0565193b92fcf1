import type { TokenisedCorpus } from '../../data/corpus.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { Naming } from '../../settings/table.ts'
import type { KnownVectors } from '../../text/known-vectors.ts'
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import type { NoticeEvent, ProgressEvent } from '../../training/events.ts'
import type { Known } from '../../training/known.ts'
import { counted, partOf } from '../../wording.ts'
import { disk } from '../disk-node.ts'
import { tokenShare } from './token-share.ts'

/**
 * Words that only the vectors know are a row each to a network, and one number to the n-grams: these have so many times as many. On fifths
 * of the training files of five sets that is worth 0.15 points of accuracy, and 0.002 of the cost in each (bench/own-texts.md).
 */
export const timesForNgrams = 5

interface KnownWordsOptions {
  readonly tokenizer: TokenizerName
  readonly extraWords: number
  /** The model to go on from, of whose words the vectors are wanted as well: they tell where new words belong. */
  readonly from?: Model | undefined
  readonly tell: (event: ProgressEvent | NoticeEvent) => void
  readonly signal: AbortSignal | undefined
}

/**
 * The vectors of the corpus's words, and of others.
 *
 * @param source a file of word vectors, or the name of a package of them
 * @throws LstmError 'data' as `readVectors`; 'usage' for a corpus of word ids
 */
export async function knownWords(
  source: string,
  corpus: TokenisedCorpus,
  { tokenizer, extraWords, from, tell, signal }: KnownWordsOptions,
): Promise<Known> {
  const { words } = corpus
  if (!words) {
    throw new LstmError('usage', 'word vectors are of words, and the data holds word ids', {
      hint: 'name their words with --dictionary',
    })
  }
  const { tokenize } = await loadTokenizer(tokenizer)
  const isToken = (word: string) => {
    const tokens = tokenize(word)
    return tokens.length === 1 && tokens[0] === word
  }
  const { vectors, digest, remarks } = await disk.readVectors(source, {
    wanted: [...words, ...(from?.vocabulary?.words ?? [])],
    extra: timesForNgrams * extraWords,
    ...{ isToken, signal },
    onProgress: share => tell({ event: 'progress', phase: 'word vectors', share }),
  })
  const { line, ...found } = foundIn(vectors, corpus, words)
  const all = [`word vectors of ${source}: ${counted(vectors.dimension, 'column')}, ${line}`, ...remarks]
  for (const message of all) tell({ event: 'notice', message })
  return {
    vectors,
    provenance: { wordVectors: { source, digest, ...found } },
    remarks: all,
  }
}

/** How many of the corpus's words have a vector, which share of the training texts' tokens, and how many other words; and as a line. */
export function foundIn(vectors: KnownVectors, corpus: TokenisedCorpus, words: readonly string[]) {
  const has = words.map(word => vectors.number(word) >= 0)
  const found = has.filter(Boolean).length
  const extra = vectors.words.length - found
  const share = tokenShare(corpus, has)
  const percent = (100 * share).toFixed(1)
  return {
    ...{ words: words.length, found, share, extra },
    line: `for ${partOf(found, words.length, 'distinct word')} of the texts (${percent} % of their tokens), and for ${counted(extra, 'other')}`,
  }
}

/** @throws LstmError 'usage' when what was asked for does not go with the vectors */
export function refuseBeside(
  { vectors, from }: Known,
  given: Partial<Hyperparameters>,
  source: 'wordVectors' | 'unlabelled',
  nameOf: Naming,
): void {
  if (!vectors) return
  const { dimension } = vectors
  if (given.dimension !== undefined && given.dimension !== dimension && !from?.network) {
    throw new LstmError(
      'usage',
      `${nameOf('dimension')} is ${given.dimension}, and the word vectors have ${counted(dimension, 'column')}`,
      { hint: `leave ${nameOf('dimension')} out, or take vectors of ${counted(given.dimension, 'column')}` },
    )
  }
  if (given.wordVectorEpochs) {
    throw new LstmError(
      'usage',
      `${nameOf(source)} gives the word vectors that ${nameOf('wordVectorEpochs')} would make`,
      { hint: 'give one of them' },
    )
  }
}
