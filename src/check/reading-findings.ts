/** The texts read whole, whatever is wrong with some of them, and what is to be said of that. */
import type { Corpus } from '../data/corpus.ts'
import type { Talk } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { quoted } from '../printable.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { counted, grouped, verb } from '../wording.ts'
import { traits } from './characters.ts'
import { type Finding, finding } from './finding.ts'
import { type Observed, observe } from './observed.ts'

/** Reads the texts from the start, as often as it is called, leaving out and telling the rows that cannot be used. */
export type OpenCorpus = (talk: Talk, encoding?: string) => Promise<Corpus>

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

/**
 * @param skipBad rows that cannot be used are left out, those with wrong bytes as well: what a training would read is checked
 * @throws what opening throws
 */
export async function readAll(open: OpenCorpus, onProgress: (share: number) => void, skipBad = false) {
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
  const inUsualOther = async (wrong: LstmError | undefined) => {
    const { remarks, ...all } = await read(usualOther)
    return { ...all, remarks: wrong ? [wrong.message, ...remarks] : remarks, encoding: usualOther }
  }
  const first = await read().catch((error: unknown) => {
    // In the names of the columns: without them nothing can be read.
    if (error instanceof LstmError && isOfBytes(error)) return error
    throw error
  })
  if (first instanceof LstmError) return inUsualOther(first)
  const { observed, problems } = first
  const fitting = [...observed.train.traits, ...observed.test.traits].filter(
    found => (found & traits.beyondAscii) !== 0,
  ).length
  if (problems.wrongBytes <= fitting) return { ...first, encoding: undefined }
  if (skipBad) return { ...first, encoding: undefined, likely: usualOther }
  return inUsualOther(problems.rows.find(isOfBytes))
}

const isOfBytes = ({ message }: LstmError) => / bytes that are no /.test(message)

export const quiet: Talk = { notice() {}, skipped() {} }

/**
 * @param encoding in which all was read, where it is not the one that was said
 * @param likely the encoding that rows which are left out are in, most often
 * @param skipBad rows that cannot be used are to be left out: that they are is worth knowing, and nothing is wrong with it
 */
export function readingFindings(
  { strange, padded, swapped }: Observed,
  { count, wrongBytes, rows }: Problems,
  {
    encoding,
    likely,
    skipBad = false,
  }: {
    readonly encoding?: string | undefined
    readonly likely?: string | undefined
    readonly skipBad?: boolean | undefined
  },
): Finding[] {
  const first = rows
    .slice(0, 3)
    .map(({ message }) => message)
    .join('; ')
  const reads =
    likely === undefined
      ? ''
      : `; ${grouped(wrongBytes)} of them ${verb(wrongBytes, 'have')} bytes that are no text in this encoding: --encoding ${likely}, or what else they are, reads them`
  return [
    ...finding(
      'unreadable',
      skipBad ? 'note' : 'error',
      [],
      texts =>
        skipBad
          ? `${counted(texts, 'row')} that cannot be used ${verb(texts, 'are')} left out (--skip-bad): ${first}${reads}`
          : `${counted(texts, 'row')} cannot be used (--skip-bad leaves them out): ${first}`,
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
    ...swapped.findings(),
    ...finding(
      'labels',
      'warning',
      (['train', 'test'] as const).flatMap(split => padded[split].map(index => ({ split, index }))),
      texts =>
        `${counted(texts, 'text')} ${verb(texts, 'have')} a label with blanks around it, which are passed over here, and may not be elsewhere`,
    ),
    ...finding(
      'labels',
      'error',
      [],
      texts =>
        `${counted(texts, 'test text')} ${verb(texts, 'have')} a label that no training text has: ${[...new Set(strange.map(({ label }) => quoted(label)))].slice(0, 5).join(', ')} (${strange[0]?.place})`,
      strange.length,
    ),
  ]
}
