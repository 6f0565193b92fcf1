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
  const entries = words.flatMap((word, i) => {
    const text = Buffer.from(word)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    const id = Buffer.alloc(4)
    id.writeUInt32LE(i + firstWordId)
    return [Buffer.from('X'), length, text, Buffer.from('J'), id]
  })
  return Buffer.concat([Buffer.from('\x80\x02}(', 'latin1'), ...entries, Buffer.from('u.')])
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
