import { type Dataset, unlabelled } from '../data/dataset.ts'
import type { Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { hasLittleRoom } from '../host/little-room.ts'
import type { RemoteThread } from '../host/remote-thread.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import type { Interner } from '../text/interner.ts'
import type { Passage } from '../text/ngram-reader.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { numberPiece, piecesOf, tokensOf } from '../text/tokenizers/pieces.ts'
import type { TokenizerName } from '../text/tokenizers/tokenizer.ts'
import { unknownId, type Vocabulary } from '../text/vocabulary.ts'
import { knownId, parseIds } from '../text/word-ids.ts'
import { byNgramsAlone, type Cascade, textsToRead } from './cascade.ts'
import { type EncodedTexts, inStretches, joinedTexts } from './encoded-texts.ts'
import type { EncodingCalls } from './encoding-thread/encoding-calls.ts'
import { type AppendWords, MetWords } from './met-words.ts'
import { type Model, networkOf } from './model.ts'
import { type NgramPart, NgramScorer, type NgramShares } from './ngram-part.ts'
import { partsTogether } from './parts-together.ts'
import { probabilitiesOf } from './probabilities.ts'
import { putRows, rowsAt } from './rows-at.ts'
import { threadCount } from './thread-count.ts'

/** What the texts hold that a model is given. */
export type TextKind = 'words' | 'ids'

export interface ClassifierOptions {
  readonly kind?: TextKind
  /** Whether n-grams that are sure enough answer alone, where the model says so; else both parts read every text. */
  readonly cascade?: boolean | undefined
  /** Whether texts, where they are many, are encoded by as many threads as the engine may use (`encodeTogether`). */
  readonly encodesTogether?: boolean
}

/** How a model reads one text: its tokens, and what stands for each in the network. */
interface TextReader {
  /** Undefined for word ids. */
  readonly tokenizer: TokenizerName | undefined
  tokens(text: string): Iterable<string>
  /** The text in pieces, of which one after the other is read. */
  pieces(text: string): Iterable<string>
  /** Appends the numbers of a piece's tokens. */
  number(piece: string, words: Interner, numbers: GrowingInt32Array): void
  id(token: string): number
}

/** A model at work: texts in, probabilities out. */
export class Classifier {
  readonly model: Model
  readonly #reader: TextReader
  readonly #predictor: Predictor | undefined
  readonly #words: WordsAtWork
  readonly #cascade: Cascade | undefined
  /** Threads that encode beside this one, at most; they are started when it is worth it. */
  #mostHelpers: number
  #helpers: RemoteThread<EncodingCalls>[] = []
  /** Characters that were encoded together with others, or could have been. */
  #characters = 0
  #spared = 0
  #empty = 0

  private constructor(
    model: Model,
    reader: TextReader,
    predictor: Predictor | undefined,
    cascade: Cascade | undefined,
    helpers: number,
  ) {
    this.model = model
    this.#reader = reader
    this.#predictor = predictor
    this.#words = new WordsAtWork(model.ngrams, reader)
    this.#cascade = cascade
    this.#mostHelpers = helpers
  }

  get labels(): readonly string[] {
    return this.model.labels
  }

  /** @throws LstmError 'model' when the texts hold words and the model knows none, or hold ids and it knows words by their letters */
  static async open(
    model: Model,
    settings: RunSettings,
    { kind = 'words', cascade = true, encodesTogether = false }: ClassifierOptions = {},
  ): Promise<Classifier> {
    const reader = kind === 'ids' ? idReader(model) : await wordReader(model)
    const predictor = model.network && (await predictorOf(model, settings))
    const helps = encodesTogether && model.ngrams && !hasLittleRoom()
    const helpers = helps ? threadCount(settings) - 1 : 0
    return new Classifier(model, reader, predictor, cascade ? model.cascade : undefined, helpers)
  }

  /** Texts that the n-grams have answered alone so far. */
  get spared(): number {
    return this.#spared
  }

  /** Texts without a token so far: they all get the same answer. */
  get empty(): number {
    return this.#empty
  }

  /** Bits of the vectors that the network's engine computes with, where it tells. */
  get vectorBits(): 128 | 256 | undefined {
    return this.#predictor?.vectorBits
  }

  /** Texts as the model reads them. @throws LstmError 'data' for texts that should hold ids and do not */
  encode(texts: readonly string[]): EncodedTexts {
    const expected = charactersOf(texts) / charactersOfToken
    return this.#encode(texts.length, passagesOf(texts, this.#reader), expected)
  }

  /** The same by several threads, from where on texts are so many that it is worth it. */
  async encodeTogether(texts: readonly string[]): Promise<EncodedTexts> {
    const characters = charactersOf(texts)
    this.#characters += characters
    const isEnough = this.#characters >= charactersForHelp && characters >= charactersTogether
    if (texts.length === 1 || !isEnough) return this.encode(texts)
    await this.#startHelpers()
    const [own = [], ...others] = inStretches(texts, this.#helpers.length + 1)
    const theirs = others.map((stretch, h) => this.#helpers[h]!.call('encode', stretch))
    // A promise as well: where one fails, the failures of the others are heard.
    const ours = (async () => this.encode(own))()
    return joinedTexts(await Promise.all([ours, ...theirs]))
  }

  /** The same of texts that are cut into tokens already. @param words what their tokens index; -1 is an unknown word */
  encodeTokens({ tokens, offsets }: TokenSequences, words: readonly string[]): EncodedTexts {
    const texts = Array.from({ length: offsets.length - 1 }, (_, i): PassageToRead => {
      const text = tokens.subarray(offsets[i], offsets[i + 1])
      return {
        ...{ isFirst: true, isLast: true },
        number: (met, numbers) => {
          for (const token of text) numbers.push(met.id(words[token] ?? unknownWord))
        },
      }
    })
    return this.#encode(texts.length, texts, tokens.length)
  }

  /** How it cuts texts into tokens; undefined where it reads word ids. */
  get tokenizer(): TokenizerName | undefined {
    return this.#reader.tokenizer
  }

  /** The text's tokens, one for each of its ids. */
  tokens(text: string): string[] {
    return [...this.#reader.tokens(text)]
  }

  /** [n, classes] row-major. A text without a token has the pooled vector 0, so the network answers softmax(b). */
  async probabilities(
    texts: EncodedTexts,
    onProgress: (done: number) => void = () => {},
  ): Promise<Float32Array> {
    const classes = this.labels.length
    const { ngramScores: scores, offsets } = texts
    const lengthOf = (text: number) => offsets[text + 1]! - offsets[text]!
    for (let text = 0; text < offsets.length - 1; text++) if (lengthOf(text) === 0) this.#empty++
    if (!scores || !this.#cascade) {
      return partsTogether(await this.#read(unlabelled(texts), onProgress), scores, classes)
    }
    const answers = byNgramsAlone(scores, classes, this.#cascade)
    const unsure = textsToRead(answers, lengthOf, classes, this.#cascade)
    const spared = offsets.length - 1 - unsure.length
    this.#spared += spared
    onProgress(spared)
    const network = await this.#read(unlabelled(texts).view(unsure), done => onProgress(spared + done))
    putRows(answers, unsure, partsTogether(network, rowsAt(scores, unsure, classes), classes), classes)
    return answers
  }

  /** h_t after each token of one text, [T, H] row-major. @param ids [T] @throws LstmError 'model' where there is no network */
  hiddenStates(ids: Int32Array): Promise<Float32Array> {
    if (!this.#predictor) networkOf(this.model)
    return this.#predictor!.hiddenStates({ tokens: ids, lengths: Int32Array.of(ids.length) })
  }

  /** What each token of a text says by its n-grams, where the model has some; and whether they are all that its answer is made of. */
  ngramShares(tokens: readonly string[]): (NgramShares & { readonly alone: boolean }) | undefined {
    const { scorer } = this.#words
    if (!scorer) return undefined
    const [numbers] = this.#words.numbersOf(1, (_, words, numbers) => {
      for (const token of tokens) numbers.push(words.id(token))
    }) as [Int32Array]
    const shares = scorer.shares(numbers)
    if (!this.#predictor) return { ...shares, alone: true }
    const cascade = this.#cascade
    const classes = this.labels.length
    const isAlone = (cascade: Cascade) => {
      const answer = byNgramsAlone(scorer.scores(numbers), classes, cascade)
      return textsToRead(answer, () => tokens.length, classes, cascade).length === 0
    }
    const alone = cascade !== undefined && isAlone(cascade)
    const factor = alone ? cascade.factor : 1
    return {
      shares: shares.shares.map(share => factor * share),
      effects: shares.effects.map(effect => factor * effect),
      groups: shares.groups.map(group => ({
        ...group,
        effects: group.effects.map(effect => factor * effect),
      })),
      bias: shares.bias.map(bias => factor * bias),
      alone,
    }
  }

  /** Bytes that the network's engine holds; 0 where there is none. */
  memoryBytes(): number {
    return this.#predictor?.memoryBytes() ?? 0
  }

  async dispose(): Promise<void> {
    for (const helper of this.#helpers) helper.end()
    await this.#predictor?.dispose()
  }

  async #startHelpers(): Promise<void> {
    const { ngrams } = this.model
    // What a thread was asked when it died has failed; for what comes there is another one.
    this.#helpers = this.#helpers.filter(helper => !helper.isLost)
    if (!ngrams || this.#helpers.length === this.#mostHelpers) return
    const { startEncodingThreads } = await import('./encoding-thread/encoding-thread.ts')
    const missing = this.#mostHelpers - this.#helpers.length
    this.#helpers.push(...startEncodingThreads({ ...this.model, ngrams }, missing))
    this.#mostHelpers = this.#helpers.length
  }

  /** @param expected tokens of all texts, about */
  #encode(count: number, passages: Iterable<PassageToRead>, expected: number): EncodedTexts {
    const ids = new GrowingInt32Array(Math.ceil(expected))
    const offsets = new Int32Array(count + 1)
    const classes = this.labels.length
    const { scorer } = this.#words
    const ngramScores = scorer && new Float64Array(count * classes)
    let text = 0
    for (const some of inGroups(passages, together)) {
      const numbers = this.#words.numbersOf(some.length, (n, ...into) => some[n]!.number(...into))
      for (const [n, passage] of some.entries()) {
        scorer?.read(numbers[n]!, passage)
        ids.append(this.#words.idsOf(numbers[n]!))
        if (!passage.isLast) continue
        if (scorer) ngramScores!.set(scorer.scoresOfRead(), text * classes)
        offsets[++text] = ids.length
      }
    }
    return { tokens: ids.view(), offsets, ...(ngramScores && { ngramScores }) }
  }

  /** What the network says of texts, [n, classes]; undefined where there is none. */
  #read(texts: Dataset, onProgress: (done: number) => void): Promise<Float32Array> | undefined {
    const options = { classes: this.labels.length, batchSize: 64, onProgress }
    return this.#predictor && probabilitiesOf(this.#predictor, texts, options)
  }
}

/** Of most languages a token has more, with the blank before it. */
const charactersOfToken = 4

function charactersOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0)
}

/** A passage of a text, and how its words are numbered. */
interface PassageToRead extends Passage {
  number(words: Interner, numbers: GrowingInt32Array): void
}

/** All passages of the texts: of a text of any length, few are at work at once. */
function* passagesOf(texts: readonly string[], reader: TextReader): Generator<PassageToRead> {
  for (const text of texts) {
    let read = 0
    for (const piece of reader.pieces(text)) {
      const isFirst = read === 0
      read += piece.length
      yield {
        ...{ isFirst, isLast: read === text.length },
        number: (words, numbers) => reader.number(piece, words, numbers),
      }
    }
  }
}

function* inGroups<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let group: Item[] = []
  for (const item of items) {
    if (group.push(item) < size) continue
    yield group
    group = []
  }
  yield group
}

/** The words that are met, and what the parts of a model know of them. */
class WordsAtWork {
  readonly scorer: NgramScorer | undefined
  readonly #met: MetWords
  readonly #ids = new GrowingInt32Array()

  constructor(part: NgramPart | undefined, { id }: TextReader) {
    this.scorer = part && new NgramScorer(part)
    const ids = {
      learn: (words: readonly string[]) => {
        for (const word of words) this.#ids.push(id(word))
      },
      forget: () => this.#ids.clear(),
    }
    this.#met = new MetWords(this.scorer ? [this.scorer, ids] : [ids])
  }

  /** The words of texts by numbers that hold until the next ones. */
  numbersOf(texts: number, append: AppendWords): Int32Array[] {
    return this.#met.numbersOf(texts, append)
  }

  /** Their ids in the network. */
  idsOf(numbers: Int32Array): Int32Array {
    const ids = this.#ids.view()
    return numbers.map(number => ids[number]!)
  }
}

/** Characters from which on it is worth starting threads, some tenths of a second of work; and with which it is worth asking them. */
const charactersForHelp = 1 << 21
const charactersTogether = 1 << 16

/** Passages, of short texts whole ones, that are read together: all are cut into tokens first, so that what each step works with stays in the caches. */
const together = 128

/** What stands in the place of a word that a corpus does not know: no word. */
const unknownWord = '\0'

async function wordReader(model: Model): Promise<TextReader> {
  const vocabulary = model.network ? vocabularyOf(model) : model.vocabulary
  const tokenizer = await loadTokenizer(model.hyperparameters.tokenizer)
  return {
    tokenizer: tokenizer.name,
    tokens: text => tokensOf(tokenizer, text),
    pieces: piecesOf,
    number: (piece, words, numbers) => numberPiece(tokenizer, piece, words, numbers),
    id: token => vocabulary?.id(token) ?? unknownId,
  }
}

function idReader(model: Model): TextReader {
  if (model.ngrams) {
    throw new LstmError('model', 'this model reads n-grams of words: it cannot read word ids', {
      hint: 'give it text',
    })
  }
  const { sizes } = networkOf(model)
  return {
    tokenizer: undefined,
    tokens: text => Array.from(parseIds(text), String),
    pieces: text => [text],
    number: (text, words, numbers) => {
      for (const id of parseIds(text)) numbers.push(words.id(String(id)))
    },
    id: token => knownId(Number(token), sizes.vocabulary),
  }
}

/** A predictor with the model's parameters. */
export async function predictorOf(model: Model, settings: RunSettings): Promise<Predictor> {
  const { openPredictor } = await loadEngine(settings.engine)
  return openPredictor({
    ...networkOf(model),
    keepProbability: keepProbabilityOf(model.hyperparameters),
    threads: threadCount(settings),
    vectorWidth: settings.vectorWidth,
  })
}

/** @throws LstmError 'model' when the model has none */
export function vocabularyOf(model: Model): Vocabulary {
  if (model.vocabulary) return model.vocabulary
  throw new LstmError('model', 'this model has no dictionary: it can read word ids, but no text', {
    hint: 'give it ids (predict --input-format ids), or make it again with --dictionary',
  })
}
