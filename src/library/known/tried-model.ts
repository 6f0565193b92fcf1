/** The model that trainings may start from though nobody names it: the one that comes with the package. */
import type { TokenisedCorpus } from '../../data/corpus.ts'
import { hashesOf, isIn } from '../../data/fingerprint.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import { isInMemory } from '../../text/sequences.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import { percent } from '../../wording.ts'
import { placeOfModel, pretrained } from '../model-place.ts'
import { knownModel, knownShare, wordsKnown } from './known-model.ts'

/** More texts that a model has learned from already than this share, and it is not judged by texts held out. */
const mostSeen = 1 / 3

/** A model, and what it is called. */
export interface TriedModel {
  readonly model: Model
  readonly name: string
}

/**
 * The model to start from; undefined where there is none that fits the settings, and none was named.
 *
 * @param from what was asked for: a model, 'none', or undefined
 * @param given settings that were asked for
 * @throws LstmError what reading a model that was named throws
 */
export async function triedModel(
  from: string | URL | undefined,
  given: Partial<Hyperparameters>,
): Promise<TriedModel | undefined> {
  if (from === 'none') return undefined
  const name = from === undefined ? pretrained : placeOfModel(from)
  try {
    return { model: await knownModel(name, given, setting => setting), name }
  } catch (error) {
    if (from === undefined && error instanceof LstmError) return undefined
    throw error
  }
}

/** Whether a model cuts these texts into the tokens that they are cut into already. */
export function readsAlike(
  { segmenter }: TokenisedCorpus,
  tokenizer: TokenizerName,
  { hyperparameters }: Model,
): boolean {
  // These two differ in scripts without blanks between words alone, and a corpus with such texts says what divided them.
  const same: readonly TokenizerName[] = segmenter === undefined ? ['words', 'words-2'] : []
  return (
    hyperparameters.tokenizer === tokenizer ||
    [tokenizer, hyperparameters.tokenizer].every(name => same.includes(name))
  )
}

/** [texts] 1 for a training text that is new to a model, 0 for one that it has learned from already. */
export function newTo({ fingerprint }: Model, { train, words }: TokenisedCorpus): Float64Array {
  return hashesOf(train, words).map(hash => (fingerprint && isIn(fingerprint, hash) ? 0 : 1))
}

/** How many texts are not new. @param isNew as `newTo` says it */
export function learnedOf(isNew: Float64Array): number {
  return isNew.filter(value => value === 0).length
}

/** Why a model is not tried; '' where that need not be said, since nobody has asked for it. */
export function whyNotFrom(
  { vocabulary }: Model,
  corpus: TokenisedCorpus,
  seen: number,
  asked: boolean,
): string | undefined {
  const { train, words, ranked } = corpus
  if (!words || ranked) return asked ? 'the data holds word ids' : ''
  if (seen > mostSeen) {
    return `it has learned from ${percent(seen, 0)} of these texts, which therefore do not tell how good it is`
  }
  if (asked || !vocabulary || !isInMemory(train)) return undefined
  return knownShare(vocabulary, corpus, words) >= wordsKnown ? undefined : ''
}
