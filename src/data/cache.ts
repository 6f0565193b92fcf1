import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { writeFileAtomically } from '../files/atomic.ts'
import { decodeSafetensors, encodeSafetensors, type Tensor, type TensorFile } from '../formats/safetensors.ts'
import type { Sequences } from '../text/sequences.ts'
import type { TokenisedCorpus } from './corpus.ts'

/** Names the contents; raised with every change of what is stored. */
const format = 'lstm tokenised corpus 1'

/**
 * Where tokenised data is kept between runs: $XDG_CACHE_HOME/lstm, or ~/.cache/lstm; undefined for a user without a home.
 * Source: XDG Base Directory Specification (a relative $XDG_CACHE_HOME is ignored).
 */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { XDG_CACHE_HOME: chosen } = environment
  if (chosen && isAbsolute(chosen)) return join(chosen, 'lstm')
  try {
    return join(homedir(), '.cache', 'lstm')
  } catch {
    return undefined
  }
}

/** The corpus kept under this digest; undefined when there is none, or not one that is whole and ours. */
export async function readCached(folder: string, digest: string): Promise<TokenisedCorpus | undefined> {
  const path = cachePath(folder, digest)
  try {
    return decode(decodeSafetensors(await readFile(path), path), digest)
  } catch {
    return undefined
  }
}

/** Keeps a corpus under its digest. @throws whatever the file system objects */
export async function writeCached(folder: string, corpus: TokenisedCorpus): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFileAtomically(cachePath(folder, corpus.digest), encodeSafetensors(encode(corpus)))
}

function cachePath(folder: string, digest: string): string {
  return join(folder, `${digest}.safetensors`)
}

function encode({ digest, words, ranked, labelNames, train, test }: TokenisedCorpus): TensorFile {
  return {
    metadata: {
      format,
      digest,
      labelNames: JSON.stringify(labelNames),
      ...(words && { words: JSON.stringify(words) }),
      ...(ranked && { ranked: 'true' }),
    },
    tensors: { ...encodeSplit('train', train), ...(test && encodeSplit('test', test)) },
  }
}

function decode({ metadata, tensors }: TensorFile, digest: string): TokenisedCorpus | undefined {
  if (metadata.format !== format || metadata.digest !== digest) return undefined
  return {
    digest,
    words: metadata.words === undefined ? undefined : JSON.parse(metadata.words),
    ...(metadata.ranked === 'true' && { ranked: true as const }),
    labelNames: JSON.parse(metadata.labelNames!),
    train: decodeSplit('train', tensors),
    test: tensors['test.tokens'] && decodeSplit('test', tensors),
  }
}

function encodeSplit(name: string, { tokens, offsets, labels }: Sequences): Record<string, Tensor> {
  return {
    [`${name}.tokens`]: vector(tokens),
    [`${name}.offsets`]: vector(offsets),
    [`${name}.labels`]: vector(labels),
  }
}

function decodeSplit(name: string, tensors: TensorFile['tensors']): Sequences {
  const integers = (part: string): Int32Array => {
    const data = tensors[`${name}.${part}`]?.data
    if (data instanceof Int32Array) return data
    throw new TypeError(`no ${name}.${part}`)
  }
  return { tokens: integers('tokens'), offsets: integers('offsets'), labels: integers('labels') }
}

function vector(data: Int32Array): Tensor {
  return { shape: [data.length], data: data as Int32Array<ArrayBuffer> }
}
