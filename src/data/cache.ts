/** Tokenised texts kept between runs: a folder that can be deleted at any time. */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'
import { LstmError, systemCode } from '../errors.ts'
import { writeFileAtomically } from '../files/atomic.ts'
import { systemReason, writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
  type TensorFile,
} from '../formats/safetensors.ts'
import { isInMemory, type StoredSequences, type TokenStore } from '../text/sequences.ts'
import type { TokenisedCorpus } from './corpus.ts'
import { openTokens, writeTokens } from './kept-tokens.ts'
import type { TokenFile } from './token-file.ts'

/** Raised with every change of what is stored. */
const version = 5

/** Bytes that are kept at most; beyond, what was not used for longest is removed. */
export const cacheLimit = 2 * 2 ** 30

/**
 * Where tokenised data is kept: $XDG_CACHE_HOME/lstm where that is set, else where the system's programs keep such things:
 * ~/.cache/lstm, ~/Library/Caches/lstm on macOS, %LOCALAPPDATA%\lstm\Cache on Windows. Undefined for a user without a home.
 * Source: XDG Base Directory Specification (a relative $XDG_CACHE_HOME is ignored).
 */
export function defaultCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const { XDG_CACHE_HOME: chosen, LOCALAPPDATA: local } = environment
  if (chosen && isAbsolute(chosen)) return join(chosen, 'lstm')
  if (platform === 'win32' && local) return join(local, 'lstm', 'Cache')
  try {
    return join(homedir(), ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), 'lstm')
  } catch {
    return undefined
  }
}

/** The corpus kept under this key; undefined when there is none. One that is not whole is removed. */
export async function readCached(folder: string, key: string): Promise<TokenisedCorpus | undefined> {
  const paths = pathsOf(folder, key)
  const bytes = await readFile(paths.corpus).catch(() => undefined)
  if (!bytes) return undefined
  try {
    const file = decodeSafetensors(bytes, paths.corpus)
    const { tokens: digest } = file.metadata
    const corpus = decode(
      file,
      key,
      digest === undefined ? undefined : await openTokens(paths.tokens, digest),
    )
    const now = new Date()
    // A cache that cannot be written is still one that can be read.
    for (const path of Object.values(paths)) await utimes(path, now, now).catch(() => undefined)
    return corpus
  } catch {
    for (const path of Object.values(paths)) await rm(path, { force: true }).catch(() => undefined)
    return undefined
  }
}

/**
 * Keeps a corpus under its key, and removes what is outdated or, beyond the limit, was not used for longest.
 *
 * @throws whatever the file system objects; Error when it is larger than the limit by itself
 */
export async function writeCached(
  folder: string,
  key: string,
  corpus: TokenisedCorpus,
  limit = cacheLimit,
): Promise<void> {
  const paths = pathsOf(folder, key)
  const { train, test } = corpus
  const apart = isInMemory(train) ? [] : [train.tokens, ...(test ? [test.tokens] : [])]
  const bytesApart = apart.reduce((sum, { length }) => sum + length * Int32Array.BYTES_PER_ELEMENT, 0)
  requireRoom(bytesApart, limit)
  await makeFolder(folder)
  const tokens = apart.length > 0 ? await writeTokens(paths.tokens, apart) : undefined
  const chunks = encodeSafetensors(encode(corpus, key, tokens))
  requireRoom(
    chunks.reduce((sum, chunk) => sum + chunk.length, bytesApart),
    limit,
  )
  await writeFileAtomically(paths.corpus, chunks)
  await tidy(folder, limit)
}

/**
 * What is kept in the folder, the most recently used first. None where there is no such folder.
 *
 * @throws LstmError 'disk' where it is no folder, or cannot be read
 */
export async function listCached(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder).catch(error => {
    if (systemCode(error) === 'ENOENT') return []
    throw new LstmError('disk', `cannot read ${folder}: ${systemReason(error)}`, {
      hint: 'name another folder with XDG_CACHE_HOME',
      cause: error,
    })
  })
  const files: CachedFile[] = []
  for (const name of names.filter(name => ownName.test(name))) {
    // Another program may be tidying as well.
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found) files.push({ path: join(folder, name), bytes: found.size, used: found.mtimeMs })
  }
  return files.sort((a, b) => b.used - a.used)
}

interface CachedFile {
  readonly path: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly used: number
}

/**
 * Removes all that is kept in the folder, and nothing that is not ours.
 *
 * @returns what was there
 * @throws LstmError 'disk' where a file cannot be removed
 */
export async function clearCache(folder: string): Promise<CachedFile[]> {
  const files = await listCached(folder)
  for (const { path } of files) {
    await writing(path, 'remove it by hand', () => rm(path, { force: true }))
  }
  return files
}

/** Leaves the newest files of this version within the limit, and what other programs may be writing. */
async function tidy(folder: string, limit: number): Promise<void> {
  let room = limit
  for (const { path, bytes, used } of await listCached(folder)) {
    const isBeingWritten = path.endsWith('.tmp') && Date.now() - used < oneDay
    if (isCurrent(path)) room -= bytes
    if (isBeingWritten || (isCurrent(path) && room >= 0)) continue
    await rm(path, { force: true })
  }
}

const oneDay = 24 * 60 * 60 * 1000

/** Files of this program: of this version, of others, and what a killed writer left. */
const ownName = /^(corpus-\d+-)?[0-9a-f]{64}\.(safetensors|tokens)(\.\d+(-\d+)?\.tmp)?$/

function isCurrent(path: string): boolean {
  return basename(path).startsWith(`corpus-${version}-`) && /\.(safetensors|tokens)$/.test(path)
}

/** A corpus, and its tokens where they are too many to be in memory. */
function pathsOf(folder: string, key: string): { readonly corpus: string; readonly tokens: string } {
  const name = join(folder, `corpus-${version}-${key}`)
  return { corpus: `${name}.safetensors`, tokens: `${name}.tokens` }
}

function requireRoom(bytes: number, limit: number): void {
  if (bytes > limit) throw new Error(`they take ${bytes} bytes, and at most ${limit} are kept`)
}

/** @param tokensDigest of the file that holds the tokens, where it is another one */
function encode(
  { digest, words, ranked, segmenter, remarks, columns, labelNames, train, test }: TokenisedCorpus,
  key: string,
  tokensDigest: string | undefined,
): TensorFile {
  return {
    metadata: {
      format: `lstm tokenised corpus ${version}`,
      key,
      digest,
      labelNames: JSON.stringify(labelNames),
      ...(tokensDigest !== undefined && { tokens: tokensDigest }),
      ...(segmenter !== undefined && { segmenter }),
      ...(remarks && { remarks: JSON.stringify(remarks) }),
      ...(columns && { columns: JSON.stringify(columns) }),
      ...(words && { words: JSON.stringify(words) }),
      ...(ranked && { ranked: 'true' }),
    },
    tensors: { ...encodeSplit('train', train), ...(test && encodeSplit('test', test)) },
  }
}

/** @throws Error when it is not the corpus kept under this key */
function decode(
  { metadata, tensors }: TensorFile,
  key: string,
  apart: TokenFile | undefined,
): TokenisedCorpus {
  if (metadata.key !== key || metadata.digest === undefined) throw new Error('another file')
  const train = decodeSplit('train', tensors, length => apart?.part(0, length))
  const inTrain = train.tokens.length
  return {
    digest: metadata.digest,
    words: metadata.words === undefined ? undefined : JSON.parse(metadata.words),
    ...(metadata.ranked === 'true' && { ranked: true as const }),
    ...(metadata.segmenter !== undefined && { segmenter: metadata.segmenter }),
    labelNames: JSON.parse(metadata.labelNames!),
    ...(metadata.remarks !== undefined && { remarks: JSON.parse(metadata.remarks) }),
    ...(metadata.columns !== undefined && { columns: JSON.parse(metadata.columns) }),
    train,
    test:
      tensors['test.offsets'] &&
      decodeSplit('test', tensors, length => apart?.part(inTrain, inTrain + length)),
  }
}

function encodeSplit(
  name: string,
  { tokens, offsets, labels, hashes, weights }: StoredSequences,
): Record<string, StoredTensor> {
  return {
    ...(tokens instanceof Int32Array && { [`${name}.tokens`]: vector(tokens) }),
    [`${name}.offsets`]: vector(offsets),
    [`${name}.labels`]: vector(labels),
    ...(hashes && { [`${name}.hashes`]: { shape: [hashes.length], data: hashes } }),
    ...(weights && { [`${name}.weights`]: { shape: [weights.length], data: weights } }),
  }
}

/** @param apart the split's tokens, so many, where they are in another file */
function decodeSplit(
  name: string,
  tensors: TensorFile['tensors'],
  apart: (length: number) => TokenStore | undefined,
): StoredSequences {
  const integers = (part: string): Int32Array => {
    const data = tensors[`${name}.${part}`]?.data
    if (data instanceof Int32Array) return data
    throw new TypeError(`no ${name}.${part}`)
  }
  const offsets = integers('offsets')
  const hashes = tensors[`${name}.hashes`]?.data
  const weights = tensors[`${name}.weights`]?.data
  return {
    tokens: apart(offsets.at(-1)!) ?? integers('tokens'),
    offsets,
    labels: integers('labels'),
    ...(hashes instanceof Float64Array && { hashes }),
    ...(weights instanceof Float64Array && { weights }),
  }
}

function vector(data: Int32Array): StoredTensor {
  return { shape: [data.length], data: data as Int32Array<ArrayBuffer> }
}
