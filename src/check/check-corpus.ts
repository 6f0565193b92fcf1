/** Labelled texts looked at before anything is trained on them. */
import type { Example } from '../data/corpus.ts'
import { hashesOf } from '../data/fingerprint.ts'
import { oneOfAlike } from '../data/notices.ts'
import { classSizes } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { host } from '../host/index.ts'
import { threadCount } from '../model/thread-count.ts'
import { inMemory, joinedSequences, type Sequences } from '../text/sequences.ts'
import { counted, grouped, verb } from '../wording.ts'
import { checkCharacters } from './character-check.ts'
import { checkContents, checkCut } from './content-check.ts'
import { findEqual } from './equal-texts.ts'
import { type Finding, finding, type TextAt, worstFirst } from './finding.ts'
import { checkFrames } from './frames.ts'
import { findGibberish } from './gibberish.ts'
import { findGiveaways } from './giveaways.ts'
import { checkTestLabels, labelFindings } from './label-check.ts'
import { type Doubts, labelErrorFinding, ofOthers, suspectsOf } from './label-errors.ts'
import { checkLanguages } from './language-check.ts'
import { checkLengths, type Lengths, lengthsOf } from './length-check.ts'
import { type MeantWords, meantWords } from './meant-words.ts'
import { findNearEqual } from './near-equal-texts.ts'
import type { Observed } from './observed.ts'
import { type Judging, judgingOf, type Outlook, outlookOf } from './outlook.ts'
import { type OpenCorpus, quiet, readAll, readingFindings } from './reading-findings.ts'
import { findRepeatedPassages } from './repeated-passages.ts'
import { type ShownFinding, withTheirTexts } from './shown-findings.ts'
import { findTellingShapes } from './telling-shapes.ts'
import { checkWriting } from './writing.ts'

/** What is wrong with labelled texts, and what can be expected of a model of them. */
export interface CorpusCheck {
  /** Numbers of texts. */
  readonly texts: { readonly train: number; readonly test: number }
  /** The labels sorted by code point, and how many texts of each split have them. */
  readonly labels: readonly { readonly label: string; readonly train: number; readonly test: number }[]
  /** Of the training texts. */
  readonly lengths: Lengths
  /** The worst first. */
  readonly findings: readonly ShownFinding[]
  /** Undefined where there are too few texts for it, or too many labels. */
  readonly outlook?: Outlook
  /** What was found while the texts were read, a line each. */
  readonly remarks: readonly string[]
  /** What is left out of clean texts, and why. */
  readonly cleaned: {
    readonly kept: number
    readonly empty: number
    readonly equal: number
    readonly contradicting: number
    readonly leaks: number
  }
}

/** What `checkCorpus` gives, with the training texts that are worth keeping. */
export interface CheckedCorpus {
  /** What was found. */
  readonly check: CorpusCheck
  /** Without texts that say nothing, say it again, contradict each other or are test texts. */
  clean(): AsyncIterable<{ readonly text: string; readonly label: string }>
}

export interface CheckOptions {
  readonly onProgress?: (progress: {
    readonly phase: 'reading' | 'comparing' | 'judging'
    readonly share: number
  }) => void
  readonly signal?: AbortSignal | undefined
  /** That fit n-grams, by which labels are doubted; 0, the default: as many as the machine has cores. What is found does not depend on it. */
  readonly threads?: number | undefined
}

/** How texts that can be opened are checked. */
interface OpenedCheckOptions extends CheckOptions {
  /** Rows that cannot be used are to be left out, in a training as well. */
  readonly skipBad?: boolean | undefined
}

/** @throws LstmError 'data' when there are no texts at all; what opening throws, but for bytes that are not in the encoding said */
export async function checkCorpus(
  open: OpenCorpus,
  options: OpenedCheckOptions = {},
): Promise<CheckedCorpus> {
  const { found, steps, shown, clean } = await lookAt(open, options)
  const results: StepResult<Finding>[] = []
  for (const step of steps) results.push(await step())
  const check = checkWith(found, results)
  return { check: { ...check, findings: await shown(check.findings) }, clean }
}

/** What is found without its outlook, each finding a `Finding` or a `ShownFinding`. */
export interface Found<One> extends Omit<CorpusCheck, 'findings' | 'outlook'> {
  readonly findings: readonly One[]
  readonly majority: number
}

/** What a check finds before anything is fitted to the texts. */
interface Looked {
  readonly found: Found<Finding>
  /** What takes longest, each to be computed by itself, wherever: n-grams of all texts first, then the points of the learning curve. */
  readonly steps: readonly (() => Promise<StepResult<Finding>>)[]
  /** Findings with the texts that they name, for which the data is read once more. */
  shown(findings: readonly Finding[]): Promise<ShownFinding[]>
  clean: CheckedCorpus['clean']
}

/** What a step has come to: of the first one accuracy and doubtful labels, of others a point of the curve, if it could be computed. */
export interface StepResult<One> {
  readonly all?: {
    readonly accuracy: number
    readonly heldOut: number
    readonly doubtful: readonly One[]
  }
  readonly point?: Outlook['curve'][number] | undefined
}

/** @param results of all steps, in their order */
export function checkWith<One extends Pick<Finding, 'severity' | 'texts'>>(
  { majority, findings, remarks, cleaned, ...found }: Found<One>,
  results: readonly StepResult<One>[],
) {
  const all = results[0]?.all
  const curve = results.flatMap(({ point }) => point ?? [])
  return {
    ...found,
    findings: worstFirst([...findings, ...(all?.doubtful ?? [])]),
    ...(all && { outlook: outlookOf(majority, all, curve) }),
    remarks,
    cleaned,
  }
}

/** @throws as `checkCorpus` */
export async function lookAt(
  open: OpenCorpus,
  { onProgress = () => {}, signal, threads = 0, skipBad }: OpenedCheckOptions = {},
): Promise<Looked> {
  const telling = (share: number) => onProgress({ phase: 'reading', share })
  const { observed, problems, remarks, encoding, ...read } = await readAll(open, telling, skipBad)
  if (observed.corpus.train.labels.length === 0)
    throw (
      problems.rows[0] ??
      new LstmError('data', 'there are no texts to check', { hint: 'give texts, each with its label' })
    )
  const texts = textsOf(observed)
  const { train, test, labelNames, equal } = texts
  const breathe = async (phase: 'comparing' | 'judging', share: number) => {
    if (signal?.aborted) throw new LstmError('interrupted', 'interrupted: nothing was written')
    onProgress({ phase, share })
    await host.giveWay()
  }

  const judging = judgingOf(train, test, texts.words, texts.one, threadCount({ threads }))
  const findings = worstFirst([
    ...readingFindings(observed, problems, { encoding, skipBad, ...read }),
    ...(await textFindings(texts, observed, () => breathe('comparing', 0))),
  ])
  const isTestLabel = new Set(labelNames)
  const again = async (split: 'train' | 'test') => {
    const { [split]: examples } = await open(quiet, encoding)
    return examples && (split === 'test' ? only(examples, ({ label }) => isTestLabel.has(label)) : examples)
  }
  const empty = isEmpty(train)
  const left = (index: number) =>
    !empty(index) &&
    !equal.contradicting.has(index) &&
    !equal.repeated.train.has(index) &&
    !equal.shared.has(index)
  const counts = (labels: Int32Array | undefined) => (labels ? classSizes(labels) : new Int32Array(0))
  const [trained, tested] = [counts(train.labels), counts(test?.labels)]
  const indices = [...train.labels.keys()]
  return {
    found: {
      texts: { train: train.labels.length, test: test?.labels.length ?? 0 },
      labels: labelNames.map((label, i) => ({ label, train: trained[i] ?? 0, test: tested[i] ?? 0 })),
      lengths: lengthsOf(train),
      findings,
      majority: judging?.majority ?? 0,
      remarks,
      cleaned: {
        kept: indices.filter(left).length,
        empty: indices.filter(empty).length,
        equal: equal.repeated.train.size,
        contradicting: equal.contradicting.size,
        leaks: equal.shared.size,
      },
    },
    steps: judging ? stepsOf(judging, texts, share => breathe('judging', share)) : [],
    shown: findings => withTheirTexts(findings, again),
    async *clean() {
      let index = 0
      for await (const { text, label } of (await again('train'))!) if (left(index++)) yield { text, label }
    },
  }
}

/** The texts in memory, and which of them are equal. */
function textsOf({ corpus }: Observed) {
  const { words, labelNames } = corpus
  const train = inMemory(corpus.train)
  const test = corpus.test && inMemory(corpus.test)
  // Of labels that are alike it is told by themselves: their texts do not contradict each other.
  const one = oneOfAlike(labelNames, classSizes(train.labels))
  const meantOf = (labels: Int32Array) => labels.map(label => one[label]!)
  const equal = findEqual(
    { hashes: hashesOf(corpus.train, words), labels: meantOf(train.labels), isEmpty: isEmpty(train) },
    corpus.test &&
      test && { hashes: hashesOf(corpus.test, words), labels: meantOf(test.labels), isEmpty: isEmpty(test) },
  )
  return { words, labelNames, train, test, one, meantOf, equal }
}

type Texts = ReturnType<typeof textsOf>

function isEmpty({ offsets }: Sequences): (index: number) => boolean {
  return index => offsets[index] === offsets[index + 1]
}

/** What the texts themselves say, without anything fitted to them. */
async function textFindings(
  { words, labelNames, train, test, meantOf, equal }: Texts,
  observed: Observed,
  breathe: () => Promise<void>,
): Promise<Finding[]> {
  const isWord = Uint8Array.from(words, word => Number(/[\p{L}\p{N}]/u.test(word)))
  const all = test ? joinedSequences(train, test) : train
  const trained = train.labels.length
  const meant = meantWords(words)
  const near = await nearEqual(
    { ...all, labels: meantOf(all.labels) },
    trained,
    observed.corpus,
    isWord,
    meant,
    breathe,
  )
  return [
    ...labelFindings(labelNames, train.labels),
    ...checkTestLabels(labelNames, train.labels, test?.labels),
    ...checkLengths('train', train),
    ...(test ? checkLengths('test', test) : []),
    ...equal.findings,
    ...near,
    ...checkFrames('train', train, words, isWord, meant, index => !equal.repeated.train.has(index)),
    ...(test
      ? checkFrames('test', test, words, isWord, meant, index => !equal.repeated.test.has(index))
      : []),
    ...findGiveaways(train, words, labelNames),
    ...findTellingShapes(train, labelNames, observed.train),
    ...checkLanguages('train', train, observed.train.scripts, words, isWord),
    ...(test ? checkLanguages('test', test, observed.test.scripts, words, isWord) : []),
    ...checkCharacters('train', observed.train.traits),
    ...checkCharacters('test', observed.test.traits),
    ...checkWriting('train', observed.train.writing),
    ...checkWriting('test', observed.test.writing),
    ...findRepeatedPassages('train', train, isWord),
    ...(test ? findRepeatedPassages('test', test, isWord) : []),
    ...findGibberish(all, trained, words),
    ...checkContents('train', observed.train.contents),
    ...checkContents('test', observed.test.contents),
    ...checkCut('train', observed.train.sizes),
    ...checkCut('test', observed.test.sizes),
  ]
}

/** N-grams of all texts, with the labels that they doubt, and then the points of the learning curve. */
function stepsOf(
  { ofAll, points, majority }: Judging,
  { labelNames, train, test, meantOf, equal }: Texts,
  breathe: (share: number) => Promise<void>,
): Looked['steps'] {
  const stepOf =
    (
      n: number,
      of: number,
      compute: (breathe: (share: number) => Promise<void>) => Promise<StepResult<Finding>>,
    ) =>
    () =>
      compute(share => breathe((n + share) / of))
  const doubted = (split: TextAt['split'], doubts: Doubts, labels: Int32Array, accuracy: number) => {
    const suspects = suspectsOf(doubts, meantOf(labels), labelNames.length)
    return labelErrorFinding(split, suspects, { texts: labels.length, accuracy, majority }, labelNames)
  }
  return [
    stepOf(0, 2, async breathe => {
      const { accuracy, doubts, ofTest } = await ofAll(breathe)
      const doubtful = [
        ...doubted('train', doubts, train.labels, accuracy),
        ...(test && ofTest ? doubted('test', ofOthers(equal.leaked, ofTest), test.labels, accuracy) : []),
      ]
      return { all: { accuracy, heldOut: doubts.heldOut.length, doubtful } }
    }),
    ...points.map((point, n) =>
      stepOf(points.length + n, 2 * points.length, async breathe => ({ point: await point(breathe) })),
    ),
  ]
}

/**
 * Short texts are alike by chance, and those of a form more often: this share of the test texts that are nearly training texts is more
 * than that, where it is so many times the share of the training texts that are nearly another one.
 */
const leaking = { share: 0.05, times: 2 }

/** Texts of both splits, the `trained` ones before the others, that are nearly equal to another one; equal ones aside. */
async function nearEqual(
  all: Sequences,
  trained: number,
  { train: stored, test: storedTest, words }: Observed['corpus'],
  isWord: Uint8Array,
  meant: MeantWords,
  breathe: () => Promise<void>,
): Promise<Finding[]> {
  const hashes = [...hashesOf(stored, words), ...(storedTest ? hashesOf(storedTest, words) : [])]
  const seen = new Set<number>()
  const distinct = Int32Array.from(hashes.keys()).filter(index => {
    if (seen.has(hashes[index]!)) return false
    seen.add(hashes[index]!)
    return true
  })
  const pairs = await findNearEqual(all, isWord, meant, distinct, breathe)
  const at = (index: number): TextAt =>
    index < trained ? { split: 'train', index } : { split: 'test', index: index - trained }
  const within = pairs.filter(({ index, of }) => index < trained === of < trained)
  const across = pairs.filter(({ index, of }) => index < trained !== of < trained)
  const twins = new Set(within.flatMap(({ index, of }) => (index < trained ? [index, of] : [])))
  const usual = Math.max(leaking.share, (leaking.times * twins.size) / trained)
  const torn = within.filter(({ index, of }) => all.labels[index] !== all.labels[of]).length
  const rowsOf = (found: typeof pairs) => found.flatMap(({ index, of }) => [at(index), at(of)])
  return [
    ...finding(
      'near-equal',
      'note',
      rowsOf(within),
      texts =>
        `${counted(texts, 'text')} ${verb(texts, 'are')} nearly equal to another one of their split${torn > 0 ? `, ${grouped(torn)} of them with another label` : ''}`,
      within.length,
    ),
    ...finding(
      'leak',
      across.length >= usual * (all.labels.length - trained) ? 'warning' : 'note',
      rowsOf(across),
      texts => `${counted(texts, 'test text')} ${verb(texts, 'are')} nearly equal to a training text`,
      across.length,
    ),
  ]
}

async function* only(
  examples: AsyncIterable<Example>,
  wanted: (example: Example) => boolean,
): AsyncGenerator<Example> {
  for await (const example of examples) if (wanted(example)) yield example
}
