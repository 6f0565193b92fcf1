/** Texts without labels, as word ids: what a training can learn words from. */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { LstmError, systemCode } from '../errors.ts'
import { systemReason } from '../files/failure.ts'
import type { StoredSequences } from '../text/sequences.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import type { Example } from './corpus.ts'
import { fileInput, type Input } from './input/input.ts'
import { withReadErrors } from './read-errors.ts'
import { NoticeLog, type ReadColumns } from './reading.ts'
import { tableFormatOf } from './rows/table-endings.ts'
import { openTexts } from './texts.ts'
import { tokenise } from './tokenise.ts'

interface UnlabelledOptions {
  /** The columns of the labelled texts, taken where a table has them. */
  readonly columns: ReadColumns | undefined
  /** @param share of the files that is read, in [0, 1] */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal | undefined
}

interface UnlabelledTexts {
  /** Distinct tokens, in the order of their first appearance: what those of `texts` index. */
  readonly words: readonly string[]
  /** All labels are 0. */
  readonly texts: StoredSequences
  /** SHA-256 over the bytes of each file, one after the other. */
  readonly digest: string
  /** What was found, or is odd, a line each. */
  readonly remarks: readonly string[]
}

/**
 * The texts of files, in their order: one column of a table, known by its ending (.csv, .tsv, .jsonl, .parquet and the like), or the
 * lines of any other file; compressed or not. Many tokens lie on disk, as those of labelled texts do.
 *
 * @throws LstmError 'data' naming the file, and the line where there is one; also where no text has a word
 */
export async function readUnlabelled(
  paths: readonly string[],
  tokenizer: Tokenizer,
  { columns, onProgress, signal }: UnlabelledOptions,
): Promise<UnlabelledTexts> {
  const files = await Promise.all(paths.map(fileAt))
  const log = new NoticeLog()
  const hash = createHash('sha256')
  const size = files.reduce((sum, file) => sum + file.size, 0)
  let read = 0
  const examples = async function* (): AsyncGenerator<Example> {
    for (const { name, bytes, ...file } of files) {
      const contents = createHash('sha256')
      const hashed = async function* () {
        for await (const chunk of bytes()) {
          if (signal?.aborted) throw new LstmError('interrupted', `interrupted while ${name} was read`)
          contents.update(chunk)
          read += chunk.length
          yield chunk
        }
      }
      const stream = { name, size: file.size, bytes: hashed }
      const { rows } = await openTexts(stream, tableFormatOf(name) ?? 'lines', { known: columns }, log)
      for await (const { text, place } of rows) yield { text, place, label: '', share: read / size }
      hash.update(contents.digest())
    }
  }
  const { corpus } = await withReadErrors(() =>
    tokenise({ train: examples(), test: undefined }, tokenizer, {
      onProgress: ({ share }) => onProgress(share),
    }),
  )
  if (corpus.words.length > 0) {
    return { words: corpus.words, texts: corpus.train, digest: hash.digest('hex'), remarks: log.finish() }
  }
  throw new LstmError('data', `no text of ${paths.join(', ')} has a word in it`, {
    hint: 'give files with a text a line, or tables with a column of texts',
  })
}

async function fileAt(path: string): Promise<Input> {
  try {
    if ((await stat(path)).isFile()) return await fileInput(path)
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    throw new LstmError('data', `cannot read ${path}: ${systemReason(error)}`, {
      hint: '--unlabelled names files with a text a line, or tables with a column of texts',
      cause: error,
    })
  }
  throw new LstmError('data', `${path} is no file`, { hint: 'name the files in it, one by one' })
}
