import type { TokenisedCorpus } from '../../data/corpus.ts'
import { TextDataset } from '../../data/dataset.ts'
import type { EngineModule } from '../../engines/engine.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import { Random } from '../../random.ts'
import { KnownVectors } from '../../text/known-vectors.ts'
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import { idsOf, Vocabulary } from '../../text/vocabulary.ts'
import type { NoticeEvent, ProgressEvent } from '../../training/events.ts'
import type { Known } from '../../training/known.ts'
import { wordVectors } from '../../training/word-vectors.ts'
import { counted } from '../../wording.ts'
import { disk } from '../disk-node.ts'
import { foundIn } from './known-words.ts'

interface UnlabelledWordsOptions {
  readonly tokenizer: TokenizerName
  readonly extraWords: number
  /** The model to go on from, of whose words vectors are wanted as well. */
  readonly from?: Model | undefined
  /** D */
  readonly dimension: number
  readonly seed: number
  /** The engine's. */
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly tell: (event: ProgressEvent | NoticeEvent) => void
  readonly signal: AbortSignal | undefined
}

/** Where nobody says how many columns the vectors are to have. */
export const usualColumns = 100
/** Of a word in fewer places nothing is learned. */
const leastCount = 5
/** Passes over the texts: as many as read so many tokens, at least the one and at most the other. */
const passes = { tokens: 40_000_000, least: 1, most: 10 }

/**
 * Vectors of the corpus's words, and of others, made of texts without labels. The same texts and settings give the same bits.
 *
 * @throws LstmError 'data' as `readUnlabelled`, and where no word stands in them often enough; 'usage' for a corpus of word ids
 */
export async function unlabelledWords(
  paths: readonly string[],
  corpus: TokenisedCorpus,
  { tokenizer, extraWords, from, dimension, seed, openSkipGram, tell, signal }: UnlabelledWordsOptions,
): Promise<Known> {
  if (!corpus.words || corpus.ranked) {
    throw new LstmError('usage', 'texts without labels give words, and the data holds word ids', {
      hint: 'give it texts',
    })
  }
  const { words, texts, digest, remarks } = await disk.readUnlabelled(paths, await loadTokenizer(tokenizer), {
    columns: corpus.columns,
    onProgress: share => tell({ event: 'progress', phase: 'reading', share }),
    signal,
  })
  const all = new TextDataset(texts)
  const wanted = new Set([...corpus.words, ...(from?.vocabulary?.words ?? [])])
  const { vocabulary, ranks } = chosenWords(words, all, wanted, extraWords)
  const tokens = texts.tokens.length
  const numbers = await wordVectors(all.inIds(idsOf(words, vocabulary)), {
    vocabulary: vocabulary.size,
    dimension,
    epochs: Math.min(passes.most, Math.max(passes.least, Math.floor(passes.tokens / tokens))),
    random: new Random(seed),
    openSkipGram,
    onProgress: share => {
      if (signal?.aborted) throw new LstmError('interrupted', 'interrupted while the word vectors were made')
      tell({ event: 'progress', phase: 'word vectors', share })
    },
  })
  const reserved = vocabulary.size - vocabulary.words.length
  const vectors = new KnownVectors(vocabulary.words, ranks, numbers.subarray(reserved * dimension), dimension)
  const size = texts.labels.length
  const lines = [
    `${paths.join(', ')}: ${counted(size, 'text')} without labels, ${counted(tokens, 'token')}: word vectors of ${counted(dimension, 'column')}, ${foundIn(vectors, corpus, corpus.words).line}`,
    ...remarks,
  ]
  for (const message of lines) tell({ event: 'notice', message })
  return {
    vectors,
    provenance: { unlabelled: { files: paths, digest, texts: size, tokens, dimension } },
    remarks: lines,
  }
}

/** The words that vectors are made for, the most frequent ones first, and how many are more frequent than each. */
function chosenWords(
  words: readonly string[],
  texts: TextDataset,
  wanted: ReadonlySet<string>,
  extraWords: number,
): { readonly vocabulary: Vocabulary; readonly ranks: Int32Array } {
  const counts = new Int32Array(words.length)
  for (const text of texts.tokens()) for (const token of text) counts[token]!++
  const ranked = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!)
  const chosen: string[] = []
  const ranks: number[] = []
  let others = 0
  for (const [rank, token] of ranked.entries()) {
    if (counts[token]! < leastCount) break
    const word = words[token]!
    if (!wanted.has(word) && ++others > extraWords) continue
    chosen.push(word)
    ranks.push(rank)
  }
  if (chosen.length === 0) {
    throw new LstmError(
      'data',
      `the texts without labels have no word ${leastCount} times: nothing is learned from them`,
      { hint: 'give more of them' },
    )
  }
  return { vocabulary: new Vocabulary(chosen), ranks: Int32Array.from(ranks) }
}
