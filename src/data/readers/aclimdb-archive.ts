import { buffer } from 'node:stream/consumers'
import { LstmError } from '../../errors.ts'
import { archivedFiles } from '../archive.ts'
import type { Example } from '../corpus.ts'
import { byId, reviewText } from './aclimdb.ts'
import { fileContents, type Reader } from './reader.ts'

/**
 * aclImdb_v1.tar.gz itself, or any archive of such a folder: the same texts in the same order as from the folder,
 * without writing its files. The unlabelled reviews (train/unsup) are passed over.
 */
export const aclimdbArchiveReader: Reader = {
  source: 'file',
  extensions: ['.tar.gz', '.tgz'],
  contents: fileContents,
  read: async path => {
    const reviews = await readReviews(path)
    const train = reviews.filter(({ split }) => split === 'train')
    const test = reviews.filter(({ split }) => split === 'test')
    if (train.length === 0) {
      throw new LstmError('data', `${path} holds no reviews: it has no folders train/pos and train/neg`, {
        hint: 'give an archive of the folder aclImdb',
      })
    }
    return { train: examples(path, train), test: test.length > 0 ? examples(path, test) : undefined }
  },
}

/** The archive stands in no order, so all labelled reviews are held while they are sorted: 65 MB for the original. */
const limits = { review: 1 << 20, reviews: 1 << 29 }

interface Review {
  readonly split: 'train' | 'test'
  readonly label: 'positive' | 'negative'
  readonly folder: string
  readonly name: string
  readonly text: string
}

const reviewPath = /^(.*\/)?((train|test)\/(pos|neg))\/([^/]+\.txt)$/

async function readReviews(path: string): Promise<Review[]> {
  const reviews: Review[] = []
  let room = limits.reviews
  for await (const { name: place, size, contents } of archivedFiles(path)) {
    const [, , folder, split, sign, name] = reviewPath.exec(place) ?? []
    if (folder === undefined || name === undefined) continue
    room -= size
    if (size > limits.review || room < 0)
      throw new LstmError('data', `${path}: ${place} is too large for a review`)
    reviews.push({
      split: split as Review['split'],
      label: sign === 'pos' ? 'positive' : 'negative',
      folder,
      name,
      text: reviewText(await buffer(contents)),
    })
  }
  // Official: the positive reviews first.
  return reviews.sort((a, b) =>
    a.label === b.label ? byId(a.name, b.name) : a.label === 'positive' ? -1 : 1,
  )
}

async function* examples(path: string, reviews: readonly Review[]): AsyncGenerator<Example> {
  let done = 0
  for (const { text, label, folder, name } of reviews) {
    yield { text, label, place: `${path}:${folder}/${name}`, share: ++done / reviews.length }
  }
}
