import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRow } from '../data/labelled-rows.ts'
import { originalsAt } from '../data/originals.ts'
import { drawSplits } from '../data/split.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { dataName } from '../wording.ts'
import { type CorpusOptions, corpusOf } from './corpus-of.ts'
import { disk } from './disk-node.ts'
import type { CorpusFiles } from './read-corpus.ts'

/** What the texts of files are for. */
export const splitNames = ['train', 'validation', 'test'] as const

interface SplitTexts {
  readonly corpus: TokenisedCorpus
  /** The texts of each split, as they stand in the files, read once more. */
  of(split: (typeof splitNames)[number]): Promise<LabelledRow[]>
}

/**
 * Labelled texts, drawn as the training of a network draws them.
 *
 * @throws LstmError 'data' when they are not as they should be, or were changed meanwhile
 */
export async function splitTexts(
  data: CorpusFiles,
  settings: Pick<Hyperparameters, 'tokenizer' | 'testPortion' | 'validationPortion' | 'seed'>,
  tell: Pick<CorpusOptions, 'onProgress' | 'onNotice'>,
): Promise<SplitTexts> {
  const { request, place } = data
  const corpus = await corpusOf(data, { purpose: 'evaluation', tokenizer: settings.tokenizer, ...tell })
  const splits = drawSplits(corpus, settings)
  return {
    corpus,
    async of(name) {
      const split = name === 'test' && corpus.test ? 'test' : 'train'
      const examples = disk.readExamples(request, split, place.stdin)
      const originals = await originalsAt(examples, splits[name], dataName(request.data))
      const { labels } = corpus[split]!
      return originals.map(({ text }, n) => ({
        text: text ?? '',
        label: corpus.labelNames[labels[splits[name][n]!]!]!,
      }))
    },
  }
}
