/** Labelled texts looked at before anything is trained on them. */
import type { Corpus, Example } from '../data/corpus.ts'
import { hashesOf } from '../data/fingerprint.ts'
import type { Talk } from '../data/reading.ts'
import { classSizes } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { host } from '../host/index.ts'
import { inMemory, joinedSequences, type Sequences } from '../text/sequences.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { grouped } from '../wording.ts'
import { checkCharacters } from './character-check.ts'
import { traits } from './characters.ts'
import { checkContents, checkCut } from './content-check.ts'
import { findEqual } from './equal-texts.ts'
import { type Finding, finding, type TextAt, worstFirst } from './finding.ts'
import { findGiveaways } from './giveaways.ts'
import { labelFindings } from './label-check.ts'
import { labelErrorFinding, suspectsOf } from './label-errors.ts'
import { checkLanguages } from './language-check.ts'
import { checkLengths, type Lengths, lengthsOf } from './length-check.ts'
import { findNearEqual } from './near-equal-texts.ts'
import { type Observed, observe } from './observed.ts'
import { type Outlook, outlookOf } from './outlook.ts'

/** A text that a finding names. */
export interface ShownText {
  /** 'reviews.csv:12' */
  readonly place: string
  readonly split: 'train' | 'test'
  /** Its beginning. */
  readonly text: string
  readonly label: string
  readonly likely?: string
  readonly remark?: string
}

/** A finding with the texts that it names. */
export interface ShownFinding extends Omit<Finding, 'rows'> {
  /** The first of them, or the worst; empty where the finding is about none by itself. */
  readonly examples: readonly ShownText[]
}

/** What is wrong with labelled texts, and what can be expected of a model of them. */
export interface CorpusCheck {
  readonly texts: { readonly train: number; readonly test: number }
  readonly labels: readonly { readonly label: string; readonly train: number; readonly test: number }[]
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
}

/** Reads the texts from the start, as often as it is called, leaving out and telling the rows that cannot be used. */
type OpenCorpus = (talk: Talk, encoding?: string) => Promise<Corpus>

/** @throws LstmError 'data' when there are no texts at all; what opening throws, but for bytes that are not in the encoding said */
export async function checkCorpus(
  open: OpenCorpus,
  { onProgress = () => {}, signal }: CheckOptions = {},
): Promise<CheckedCorpus> {
  const { observed, problems, remarks, encoding } = await readAll(open, share =>
    onProgress({ phase: 'reading', share }),
  )
  const { corpus } = observed
  const { words, labelNames } = corpus
  const train = inMemory(corpus.train)
  const test = corpus.test && inMemory(corpus.test)
  if (train.labels.length === 0)
    throw problems.rows[0] ?? new LstmError('data', 'there are no texts to check')
  const breathe = async (phase: 'comparing' | 'judging', share: number) => {
    if (signal?.aborted) throw new LstmError('interrupted', 'interrupted: nothing was written')
    onProgress({ phase, share })
    await host.giveWay()
  }

  const equal = findEqual(
    { hashes: hashesOf(corpus.train, words), labels: train.labels },
    corpus.test && { hashes: hashesOf(corpus.test, words), labels: corpus.test.labels },
    index => train.offsets[index] === train.offsets[index + 1],
  )
  const near = await nearEqual(train, test, corpus, () => breathe('comparing', 0))
  const judged = await outlookOf(train, words, labelNames.length, share => breathe('judging', share))
  const suspects = judged ? suspectsOf(judged.outOfFold, train.labels, labelNames.length) : []
  const findings = worstFirst([
    ...readingFindings(observed, problems, encoding),
    ...labelFindings(labelNames, train.labels),
    ...checkTestLabels(labelNames, train.labels, test?.labels),
    ...checkLengths('train', train),
    ...(test ? checkLengths('test', test) : []),
    ...equal.findings,
    ...near,
    ...findGiveaways(train, words, labelNames),
    ...checkLanguages('train', train, observed.train.scripts, words),
    ...(test ? checkLanguages('test', test, observed.test.scripts, words) : []),
    ...checkCharacters('train', observed.train.traits),
    ...checkCharacters('test', observed.test.traits),
    ...checkContents('train', observed.train.contents),
    ...checkContents('test', observed.test.contents),
    ...checkCut('train', observed.train.sizes),
    ...checkCut('test', observed.test.sizes),
    ...labelErrorFinding(suspects, train.labels.length, labelNames),
  ])
  const isTestLabel = new Set(labelNames)
  const again = async (split: 'train' | 'test') => {
    const { [split]: texts } = await open(quiet, encoding)
    return texts && (split === 'test' ? only(texts, ({ label }) => isTestLabel.has(label)) : texts)
  }
  const left = (index: number) =>
    train.offsets[index] !== train.offsets[index + 1] &&
    !equal.contradicting.has(index) &&
    !equal.repeated.has(index) &&
    !equal.shared.has(index)
  const counts = (labels: Int32Array | undefined) => (labels ? classSizes(labels) : new Int32Array(0))
  const [trained, tested] = [counts(train.labels), counts(test?.labels)]
  const indices = [...train.labels.keys()]
  return {
    check: {
      texts: { train: train.labels.length, test: test?.labels.length ?? 0 },
      labels: labelNames.map((label, i) => ({ label, train: trained[i] ?? 0, test: tested[i] ?? 0 })),
      lengths: lengthsOf(train),
      findings: await withTexts(findings, again),
      ...(judged && { outlook: judged.outlook }),
      remarks,
      cleaned: {
        kept: indices.filter(left).length,
        empty: indices.filter(index => train.offsets[index] === train.offsets[index + 1]).length,
        equal: equal.repeated.size,
        contradicting: equal.contradicting.size,
        leaks: equal.shared.size,
      },
    },
    async *clean() {
      let index = 0
      for await (const { text, label } of (await again('train'))!) if (left(index++)) yield { text, label }
    },
  }
}

/** Rows that cannot be used of which the reason is told. */
const problemsShown = 10

interface Problems {
  /** Rows that could not be used: how many, how many of them because of their bytes, and the first ones. */
  count: number
  wrongBytes: number
  readonly rows: LstmError[]
}

/**
 * Where bytes are in another encoding than was said, or than UTF-8, they are read as what they most often are then; unless more texts
 * beyond ASCII are in that encoding than not, so that a few rows are damaged.
 */
const usualOther = 'windows-1252'

async function readAll(open: OpenCorpus, onProgress: (share: number) => void) {
  const read = async (encoding?: string) => {
    const problems: Problems = { count: 0, wrongBytes: 0, rows: [] }
    const remarks: string[] = []
    const talk: Talk = {
      notice: line => remarks.push(line),
      skipped(problem) {
        problems.count++
        if (isOfBytes(problem)) problems.wrongBytes++
        if (problems.rows.length < problemsShown) problems.rows.push(problem)
      },
    }
    const observed = await observe(await open(talk, encoding), await loadTokenizer('words-2'), ({ share }) =>
      onProgress(share),
    )
    return { observed, problems, remarks }
  }
  const first = await read()
  const { observed, problems } = first
  const fitting = [...observed.train.traits, ...observed.test.traits].filter(
    found => (found & traits.beyondAscii) !== 0,
  ).length
  if (problems.wrongBytes <= fitting) return { ...first, encoding: undefined }
  const again = await read(usualOther)
  const wrong = problems.rows.filter(isOfBytes).slice(0, 1)
  return {
    ...again,
    remarks: [...wrong.map(({ message }) => message), ...again.remarks],
    encoding: usualOther,
  }
}

const isOfBytes = ({ message }: LstmError) => / bytes that are no /.test(message)

const quiet: Talk = { notice() {}, skipped() {} }

function readingFindings(
  { strange, padded }: Observed,
  { count, rows }: Problems,
  encoding: string | undefined,
): Finding[] {
  const first = rows.map(({ message }) => message)
  return [
    ...finding(
      'unreadable',
      'error',
      [],
      texts =>
        `${grouped(texts)} rows cannot be used (--skip-bad leaves them out): ${first.slice(0, 3).join('; ')}`,
      count,
    ),
    ...finding(
      'encoding',
      'error',
      [],
      () =>
        `the bytes are no UTF-8: read as ${encoding} here; say --encoding ${encoding}, or what else they are`,
      encoding === undefined ? 0 : 1,
    ),
    ...finding(
      'labels',
      'warning',
      (['train', 'test'] as const).flatMap(split => padded[split].map(index => ({ split, index }))),
      texts =>
        `${grouped(texts)} texts have a label with blanks around it: they are passed over here, and may not be elsewhere`,
    ),
    ...finding(
      'labels',
      'error',
      [],
      texts =>
        `${grouped(texts)} test texts have a label that no training text has: ${[...new Set(strange.map(({ label }) => JSON.stringify(label)))].slice(0, 5).join(', ')} (${strange[0]?.place})`,
      strange.length,
    ),
  ]
}

/** Labels without a test text, and labels that are more or less frequent there by a half and more. */
function checkTestLabels(
  labelNames: readonly string[],
  train: Int32Array,
  test: Int32Array | undefined,
): Finding[] {
  if (!test || test.length === 0) return []
  const [trained, tested] = [classSizes(train), classSizes(test)]
  const missing = labelNames.filter((_, i) => trained[i]! > 0 && !tested[i])
  const shifted = labelNames.filter((_, i) => {
    const [one, other] = [trained[i]! / train.length, (tested[i] ?? 0) / test.length]
    return tested[i] && Math.abs(one - other) > Math.max(0.1, one / 2)
  })
  const named = (names: readonly string[]) =>
    names
      .slice(0, 10)
      .map(name => JSON.stringify(name))
      .join(', ')
  return [
    ...finding('labels', 'warning', [], () => `no test text has the label ${named(missing)}`, missing.length),
    ...finding(
      'imbalance',
      'note',
      [],
      () =>
        `labels that are not as frequent among the test texts as among the training texts: ${named(shifted)}`,
      shifted.length,
    ),
  ]
}

/**
 * Short texts are alike by chance, and those of a form more often: this share of the test texts that are nearly training texts is more
 * than that, where it is so many times the share of the training texts that are nearly another one.
 */
const leaking = { share: 0.05, times: 2 }

/** Texts of both splits that are nearly equal to another one, equal ones aside. */
async function nearEqual(
  train: Sequences,
  test: Sequences | undefined,
  { train: stored, test: storedTest, words }: Observed['corpus'],
  breathe: () => Promise<void>,
): Promise<Finding[]> {
  const all = test ? joinedSequences(train, test) : train
  const hashes = [...hashesOf(stored, words), ...(storedTest ? hashesOf(storedTest, words) : [])]
  const seen = new Set<number>()
  const distinct = Int32Array.from(hashes.keys()).filter(index => {
    if (seen.has(hashes[index]!)) return false
    seen.add(hashes[index]!)
    return true
  })
  const isWord = Uint8Array.from(words, word => Number(/[\p{L}\p{N}]/u.test(word)))
  const pairs = await findNearEqual(all, isWord, distinct, breathe)
  const trained = train.labels.length
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
        `${grouped(texts)} texts are nearly equal to another one of their split${torn > 0 ? `, ${grouped(torn)} of them with another label` : ''}`,
      within.length,
    ),
    ...finding(
      'leak',
      across.length >= usual * (test?.labels.length ?? 0) ? 'warning' : 'note',
      rowsOf(across),
      texts => `${grouped(texts)} test texts are nearly equal to a training text`,
      across.length,
    ),
  ]
}

/** Characters of a text that are shown. */
const shownLength = 300

/** The findings with the texts that they name, for which the data is read once more. */
async function withTexts(
  findings: readonly Finding[],
  again: (split: 'train' | 'test') => Promise<AsyncIterable<Example> | undefined>,
): Promise<ShownFinding[]> {
  const wanted = { train: new Map<number, Example>(), test: new Map<number, Example>() }
  for (const split of ['train', 'test'] as const) {
    const indices = new Set(
      findings.flatMap(({ rows }) => rows.filter(row => row.split === split).map(({ index }) => index)),
    )
    if (indices.size === 0) continue
    let index = 0
    for await (const example of (await again(split)) ?? []) {
      if (indices.has(index++)) wanted[split].set(index - 1, example)
      if (wanted[split].size === indices.size) break
    }
  }
  return findings.map(({ rows, ...rest }) => ({
    ...rest,
    examples: rows.flatMap(({ split, index, remark, likely }) => {
      const example = wanted[split].get(index)
      if (!example) return []
      const { place, text, label } = example
      const shown = text.length > shownLength ? `${text.slice(0, shownLength)}...` : text
      return [
        {
          place,
          split,
          text: shown,
          label,
          ...(likely !== undefined && { likely }),
          ...(remark !== undefined && { remark }),
        },
      ]
    }),
  }))
}

async function* only(
  examples: AsyncIterable<Example>,
  wanted: (example: Example) => boolean,
): AsyncGenerator<Example> {
  for await (const example of examples) if (wanted(example)) yield example
}
