import type { TokenisedCorpus } from '../../data/corpus.ts'
import { countIn, hashesOf, holdsBoth } from '../../data/fingerprint.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { Naming } from '../../settings/table.ts'
import type { StoredSequences } from '../../text/sequences.ts'
import { hasUnspaced } from '../../text/tokenizers/unspaced.ts'
import { unknownId, type Vocabulary } from '../../text/vocabulary.ts'
import type { NoticeEvent } from '../../training/events.ts'
import { digestOf, settingsOf } from '../../training/from-model.ts'
import type { Known } from '../../training/known.ts'
import { counted, grouped, partOf, percent } from '../../wording.ts'
import { disk } from '../disk-node.ts'
import { pretrained } from '../model-place.ts'
import { tokenShare } from './token-share.ts'

/** A model that knows less of the words of the texts, as they run, is tried by nobody who was not asked for it. */
export const wordsKnown = 0.5

/** The share of the training texts' tokens that are words of a vocabulary. */
export function knownShare(
  vocabulary: Vocabulary,
  corpus: TokenisedCorpus,
  words: readonly string[],
): number {
  return tokenShare(
    corpus,
    words.map(word => vocabulary.id(word) !== unknownId),
  )
}

/**
 * The model to go on from.
 *
 * @param given what was asked for beside it
 * @throws LstmError 'model' where there is none, or it reads word ids; 'usage' for settings that it decides
 */
export async function knownModel(
  name: string,
  given: Partial<Hyperparameters>,
  nameOf: Naming,
): Promise<Model> {
  const model = await disk.readModel(name === pretrained ? undefined : name)
  if (!model.vocabulary && !model.ngrams) {
    throw new LstmError(
      'model',
      `${name} reads word ids and knows no words: there is nothing to go on from`,
      {
        hint: 'take a model that was trained on texts',
      },
    )
  }
  for (const [setting, value] of Object.entries(settingsOf(model)) as [keyof Hyperparameters, unknown][]) {
    if (given[setting] === undefined || given[setting] === value || setting === 'network') continue
    throw new LstmError('usage', `${nameOf(setting)} is ${given[setting]}, and ${name} has ${value}`, {
      hint: 'leave it out: a training that goes on from a model reads texts as that does, by a network of that shape',
    })
  }
  return model
}

/** What a training has of a model; tells what was taken, and what is new. @throws LstmError 'usage' for a corpus of word ids */
export function fromModel(
  model: Model,
  name: string,
  corpus: TokenisedCorpus,
  tell: (event: NoticeEvent) => void,
): Known {
  const { words } = corpus
  if (!words || corpus.ranked) {
    throw new LstmError('usage', `${name} reads words, and the data holds word ids`, {
      hint: 'give it texts',
    })
  }
  const seen = seenOf(model, corpus, words)
  const remarks = remarksOf(model, name, corpus, words, seen)
  for (const message of remarks) tell({ event: 'notice', message })
  const former = { model: name, digest: digestOf(model), ...(seen > 0 && { seen }) }
  return { from: model, provenance: { from: former }, remarks }
}

/** How many of the texts a model has learned from. */
function seenOf({ fingerprint }: Model, { train, test }: TokenisedCorpus, words: readonly string[]): number {
  if (!fingerprint) return 0
  const seen = (texts: StoredSequences) => countIn(fingerprint, hashesOf(texts, words))
  return seen(train) + (test ? seen(test) : 0)
}

function remarksOf(
  { network, ngrams, vocabulary, labels, fingerprint, hyperparameters: { tokenizer } }: Model,
  name: string,
  corpus: TokenisedCorpus,
  words: readonly string[],
  seen: number,
): string[] {
  const parts = [
    ...(network ? [`a network of ${counted(network.sizes.hidden, 'hidden unit')}`] : []),
    ...(ngrams ? [counted(ngrams.keys.low.length, 'n-gram')] : []),
  ]
  const added = vocabulary ? words.filter(word => vocabulary.id(word) === unknownId).length : 0
  const known = vocabulary ? knownShare(vocabulary, corpus, words) : 1
  const [before, now] = [new Set(labels), new Set(corpus.labelNames)]
  const kept = corpus.labelNames.filter(label => before.has(label))
  const fresh = corpus.labelNames.filter(label => !before.has(label))
  const gone = labels.filter(label => !now.has(label))
  return [
    `from ${name}: ${parts.join(' and ')}`,
    ...(network && vocabulary
      ? [
          `words that it knew: ${grouped(words.length - added)} of ${grouped(words.length)} in the texts, ${percent(known)} of their tokens`,
        ]
      : []),
    ...(known < wordsKnown
      ? [
          `${name} knows less than half of these texts' tokens: --from none may come to as good a model, and a smaller one`,
        ]
      : []),
    ...(tokenizer !== 'words-2' && words.some(hasUnspaced)
      ? [
          `${name} reads by the tokenizer ${tokenizer}, which leaves phrases of Thai, Lao, Khmer or Burmese whole: words-2 divides them, and it does not go with --from`,
        ]
      : []),
    kept.length === 0
      ? `its labels (${shown(labels)}) are others: a new classifier on what it makes of texts`
      : `labels taken over: ${shown(kept)}${fresh.length > 0 ? `; new: ${shown(fresh)}` : ''}${gone.length > 0 ? `; left out, for no text has them: ${shown(gone)}` : ''}`,
    ...(seen > 0
      ? [
          `${partOf(seen, corpus.train.labels.length + (corpus.test?.labels.length ?? 0), 'text')} it has learned from already: figures on texts held out may be too good`,
        ]
      : []),
    ...(fingerprint && holdsBoth(fingerprint, corpus.train.labels.length)
      ? []
      : [
          `which texts ${name} was trained on cannot be told of this model${fingerprint ? ', for they are too many' : ''}: lstm eval does not know them`,
        ]),
  ]
}

function shown(labels: readonly string[]): string {
  return labels.length > 10 ? `${labels.slice(0, 10).join(', ')}, … (${labels.length})` : labels.join(', ')
}
