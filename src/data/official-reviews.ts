/** The official reviews, known by what they say, in whatever form they come. */
import type { TokenisedCorpus } from './corpus.ts'
import type { DataFormat } from './sources.ts'

/** Reviews in a class of either split, positive ones first. */
const run = 12_500

/** How the first and the last review of each class begin: letters alone, which all tokenizers leave as they are. */
const beginnings: ReadonlyMap<number, string> = new Map([
  [0, 'bromwellhighisacartooncome'],
  [run - 1, 'workingclassromanticdramaf'],
  [run, 'storyofamanwhohasunnatural'],
  [2 * run - 1, 'thisisoneofthedumbestfilms'],
])

/**
 * Whether these are the official reviews. A folder, an archive or the package of them is told by its texts; the word ids of the official
 * imdb.pkl, which may come without their words, by their numbers.
 */
export function isOfficial(
  format: DataFormat,
  { train, test, words }: Pick<TokenisedCorpus, 'train' | 'test' | 'words'>,
): boolean {
  const forms: readonly DataFormat[] = ['imdb', 'folder', 'archive', 'pickle']
  if (!forms.includes(format) || train.labels.length !== 2 * run || test?.labels.length !== 2 * run)
    return false
  const isHalved = train.labels.reduce((sum, label) => sum + label, 0) === run
  if (format === 'pickle') return isHalved
  return isHalved && [...beginnings].every(([text, beginning]) => beginningOf(text) === beginning)

  function beginningOf(text: number): string {
    const [start, end] = [train.offsets[text]!, train.offsets[text + 1]!]
    const tokens = train.tokens.subarray(start, Math.min(end, start + 20))
    const letters = Array.from(tokens, token => words?.[token] ?? '').join('')
    return letters.replaceAll(/[^a-z]/g, '').slice(0, 26)
  }
}
