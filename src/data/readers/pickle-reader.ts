import { LstmError } from '../../errors.ts'
import { expandedPickles } from '../../files/pickle-file.ts'
import type { PickleValue } from '../../formats/pickle/pickle-values.ts'
import type { Sequences } from '../../text/sequences.ts'
import { firstWordId } from '../../text/word-ids.ts'
import { counted } from '../../wording.ts'
import { readDictionary } from '../dictionary.ts'
import type { IdReader } from './reader.ts'

/**
 * The official example's imdb.pkl (or .pkl.gz): two pickles, training and test texts, each a list of texts as lists of
 * word ids and a list of labels. The ids are kept: they are those of imdb.dict.pkl, 2 and above, 1 for other words.
 */
export const pickleReader: IdReader = {
  source: 'file',
  extensions: ['.pkl', '.pickle'],
  flags: [],
  readIds: async (input, dictionary) => {
    const path = input.name
    const { buffer, byteOffset, length } = await input.slice(0, input.size)
    const splits = await expandedPickles(Buffer.from(buffer, byteOffset, length), path)
    const words = dictionary === undefined ? undefined : await readDictionary(dictionary)
    const [train, test] = splits.map((split, i) => readSplit(split, i, path, words?.length))
    if (!train || splits.length > 2) throw foreign(path, `it holds ${counted(splits.length, 'object')}`)
    const classes = 1 + train.labels.reduce((most, label) => Math.max(most, label), 0)
    if (test?.labels.some(label => label >= classes)) throw foreign(path, 'its test texts have other labels')
    return { words, ranked: true, labelNames: labelNames(classes), train, test }
  },
}

/** Official: 1 is a positive review, 0 a negative one. */
function labelNames(classes: number): readonly string[] {
  return classes <= 2
    ? ['negative', 'positive']
    : Array.from({ length: classes }, (_, label) => String(label))
}

const mostClasses = 1000

/** @param words in the dictionary; undefined: any id is a word's */
function readSplit(
  split: PickleValue,
  index: number,
  path: string,
  words = Number.MAX_SAFE_INTEGER,
): Sequences {
  const [texts, classes, ...others] = Array.isArray(split) ? split : []
  const place = `object ${index + 1}`
  if (!Array.isArray(texts) || !Array.isArray(classes) || others.length > 0) {
    throw foreign(path, `${place} is not a list of texts and a list of labels`)
  }
  if (texts.length !== classes.length) {
    throw foreign(
      path,
      `${place} has ${counted(texts.length, 'text')} and ${counted(classes.length, 'label')}`,
    )
  }
  const lists = new Set<PickleValue[]>()
  let length = 0
  for (const [i, text] of texts.entries()) {
    // A list that stands in many places could stand for more ids than any memory holds.
    if (!Array.isArray(text) || lists.has(text))
      throw foreign(path, `text ${i} of ${place} is no list of its own`)
    lists.add(text)
    length += text.length
  }

  const tokens = new Int32Array(length)
  const offsets = new Int32Array(texts.length + 1)
  let end = 0
  let i = 0
  for (const text of lists) {
    for (const id of text) {
      if (!isIndex(id, 2 ** 31))
        throw foreign(path, `text ${i} of ${place} holds something that is no word id`)
      const token = id - firstWordId
      tokens[end++] = token < words ? Math.max(token, -1) : -1
    }
    offsets[++i] = end
  }
  const labels = Int32Array.from(classes, label => {
    if (isIndex(label, mostClasses)) return label
    throw foreign(path, `${place} has a label that is no number from 0 to ${mostClasses - 1}`)
  })
  return { tokens, offsets, labels }
}

function isIndex(value: PickleValue, end: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end
}

function foreign(path: string, what: string): LstmError {
  return new LstmError('data', `${path} is no imdb.pkl of the official example: ${what}`, {
    hint: 'the words of imdb.pkl, imdb.dict.pkl, go to --dictionary',
  })
}
