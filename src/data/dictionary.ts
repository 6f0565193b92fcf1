import { LstmError } from '../errors.ts'
import { readPickleFile } from '../files/pickle-file.ts'
import { type PickleValue, textOf } from '../formats/pickle/pickle-values.ts'
import { firstWordId } from '../text/word-ids.ts'

/**
 * The words of the official example's imdb.dict.pkl (or .pkl.gz) in the order of their ids: words[i] has the id i + 2.
 *
 * @throws LstmError 'data' when the file is no dictionary of words to the ids 2, 3, ... without a gap
 */
export async function readDictionary(path: string): Promise<readonly string[]> {
  const refuse = (what: string) =>
    new LstmError('data', `${path} is no dictionary of words: ${what}`, {
      hint: "give the official example's imdb.dict.pkl or imdb.dict.pkl.gz",
    })
  const [dictionary, ...others] = await readPickleFile(path)
  if (!(dictionary instanceof Map) || others.length > 0) throw refuse('it holds something else')
  const words = new Array<string | undefined>(dictionary.size)
  for (const [key, id] of dictionary) {
    const word = wordOf(key)
    if (word === undefined || typeof id !== 'number') throw refuse('it is not from words to numbers')
    const index = id - firstWordId
    // As many words as places, none outside and none twice: so every place is filled.
    if (!Number.isInteger(index) || index < 0 || index >= words.length) throw refuse(`an id is ${id}`)
    if (words[index] !== undefined) throw refuse(`two words have the id ${id}`)
    words[index] = word
  }
  if (new Set(words).size !== words.length) throw refuse('a word stands there twice')
  return words as string[]
}

/**
 * The same as a pickle that any Python reads: protocol 2, a dict of texts to ids.
 *
 * @param words words[i] has the id i + 2
 */
export function encodeDictionary(words: readonly string[]): Buffer {
  const [head, tail] = ['\x80\x02}(', 'u.']
  // Of each word: X, length, bytes; J, id. Filled in place, since five buffers for each of a million words take a gigabyte.
  const bytes = words.reduce((sum, word) => sum + Buffer.byteLength(word) + 10, head.length + tail.length)
  const pickle = Buffer.alloc(bytes)
  let at = pickle.write(head, 'latin1')
  for (const [i, word] of words.entries()) {
    at += pickle.write('X', at)
    const length = pickle.write(word, at + 4)
    at = pickle.writeUInt32LE(length, at) + length
    at += pickle.write('J', at)
    at = pickle.writeUInt32LE(i + firstWordId, at)
  }
  pickle.write(tail, at)
  return pickle
}

/**
 * A text; a byte string as the UTF-8 that it is. Bytes that are none (Python 2 split and cut at bytes) stay apart from each other
 * and from every text, as U+FFFD and their hexadecimal digits.
 */
function wordOf(key: PickleValue): string | undefined {
  const text = textOf(key)
  if (!(key instanceof Uint8Array) || text === undefined || Buffer.from(text).equals(key)) return text
  return `\ufffd${Buffer.from(key).toString('hex')}`
}
