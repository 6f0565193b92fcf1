/** One file from the network: resumed where it broke off, checked, and only then given its name. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { LstmError, reason } from '../errors.ts'
import { writeAll } from '../files/atomic.ts'
import { writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'

interface RemoteFile {
  readonly url: string
  /** Hexadecimal, lower case. */
  readonly md5: string
  /** Whatever claims to be longer is not the file. */
  readonly maximumBytes: number
}

export interface DownloadOptions {
  /** `total` is what the server says, if it does. */
  readonly onProgress?: (received: number, total: number | undefined) => void
  /** Told why the connection is made again. */
  readonly onInterruption?: (reason: string) => void
  /** Milliseconds before the first new try; doubled with each one that brings nothing. */
  readonly pause?: number
}

/** Tries in a row that bring little new, until it is given up. */
const mostTries = 4
/** Share of the largest file there may be that is not little. */
const worthwhile = 1e-3
/** Milliseconds without a byte until a connection counts as broken. */
const silence = 60_000

/**
 * Fetches the file to `path`, through the proxies of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. What has arrived is kept in
 * `path`.part when it breaks off, and a later call goes on from there. Nothing is fetched when the file is there already.
 *
 * @throws LstmError 'data' when the server refuses, sends another file, or cannot be reached; 'disk' when nothing can be written
 */
export async function download(file: RemoteFile, path: string, options: DownloadOptions = {}): Promise<void> {
  if ((await md5OfFile(path)) === file.md5) return
  const part = new Part(`${path}.part`)
  await forWriting(path, () => makeFolder(dirname(path)))
  const dispatcher = await openDispatcher()
  try {
    const resumed = await part.size()
    await receiveAll(file, part, dispatcher, options)
    let found = await md5OfFile(part.path)
    if (found !== file.md5 && resumed > 0) {
      options.onInterruption?.(
        'what an earlier download left does not fit the file; it is fetched again from the start',
      )
      await part.remove()
      await receiveAll(file, part, dispatcher, options)
      found = await md5OfFile(part.path)
    }
    if (found !== file.md5) {
      await part.remove()
      throw new LstmError(
        'data',
        `${file.url} is not the file it should be: its MD5 is ${found}, not ${file.md5}`,
        {
          hint: fetchElsewhere,
        },
      )
    }
  } finally {
    await dispatcher.destroy()
  }
  await forWriting(path, () => rename(part.path, path))
  await part.remove()
}

const fetchElsewhere = 'try again later, or fetch it elsewhere and name it with --from'

/** The MD5 of a file in hexadecimal, or undefined where there is none. */
export async function md5OfFile(path: string): Promise<string | undefined> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined
  const hash = createHash('md5')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex')
}

/** What has arrived so far, and the server's name (ETag) of the version that it belongs to. */
class Part {
  readonly path: string
  readonly #etagPath: string

  constructor(path: string) {
    this.path = path
    this.#etagPath = `${path}.etag`
  }

  async size(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.size ?? 0
  }

  etag(): Promise<string> {
    return readFile(this.#etagPath, 'latin1').catch(() => '')
  }

  /** Empties it, for the bytes of the version of that name. */
  async begin(etag: string): Promise<void> {
    await writeFile(this.path, '')
    await writeFile(this.#etagPath, etag, 'latin1')
  }

  remove(): Promise<void> {
    return forWriting(this.path, async () => {
      await rm(this.path, { force: true })
      await rm(this.#etagPath, { force: true })
    })
  }
}

async function receiveAll(
  file: RemoteFile,
  part: Part,
  dispatcher: Dispatcher,
  { onProgress = () => {}, onInterruption = () => {}, pause = 1000 }: DownloadOptions,
): Promise<void> {
  // What a server sends again is nothing new, however often it has been thrown away between.
  let furthest = await part.size()
  for (let tries = 1; ; tries++) {
    try {
      return await receive(file, part, dispatcher, onProgress)
    } catch (error) {
      if (error instanceof LstmError) throw error
      const size = await part.size()
      if (size > furthest + worthwhile * file.maximumBytes) tries = 1
      furthest = Math.max(furthest, size)
      if (tries === mostTries) throw unreachable(file.url, error)
      onInterruption(reason(error))
      await setTimeout(pause * 2 ** (tries - 1))
    }
  }
}

/** One connection. @throws LstmError when another one would not help; any other error when it may */
async function receive(
  { url, maximumBytes }: RemoteFile,
  part: Part,
  dispatcher: Dispatcher,
  onProgress: NonNullable<DownloadOptions['onProgress']>,
): Promise<void> {
  const { request } = await import('undici')
  const start = await part.size()
  const etag = await part.etag()
  const range = start > 0 ? { range: `bytes=${start}-`, ...(isStrong(etag) && { 'if-range': etag }) } : {}
  const headers = { 'accept-encoding': 'identity', ...range }
  const { statusCode, headers: answer, body } = await request(url, { dispatcher, headers })
  const described = parseContentRange(String(answer['content-range']))
  let received = start
  if (statusCode === 200) {
    received = 0
    await forWriting(part.path, () => part.begin(String(answer.etag ?? '')))
  } else if (statusCode !== 206 || described.start !== start) {
    await body.dump()
    if (statusCode === 416 && described.total === start) return
    await answerWithoutFile(url, statusCode, part)
  }
  const length = Number(answer['content-length'])
  const total = Number.isSafeInteger(length) ? received + length : undefined
  const refuseTooLong = async () => {
    await part.remove()
    throw new LstmError(
      'data',
      `${url} is not the file it should be: it is longer than ${maximumBytes} bytes`,
      { hint: fetchElsewhere },
    )
  }
  if (total !== undefined && total > maximumBytes) await refuseTooLong()

  let tooLong = false
  const handle = await forWriting(part.path, () => open(part.path, 'a'))
  try {
    onProgress(received, total)
    for await (const chunk of arriving(body)) {
      received += chunk.length
      tooLong = received > maximumBytes
      if (tooLong) break
      await forWriting(part.path, () => writeAll(handle, chunk))
      onProgress(received, total)
    }
  } finally {
    await handle.close()
  }
  if (tooLong) await refuseTooLong()
}

/**
 * The chunks of a body, all that came before it broke off included. They are taken as they come: undici fails an assertion
 * where a connection ends while it waits for its reader.
 */
async function* arriving(body: Readable): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = []
  let end: { readonly error?: unknown } | undefined
  let wake = () => {}
  body.on('data', chunk => {
    waiting.push(chunk)
    wake()
  })
  body.on('end', () => {
    end ??= {}
    wake()
  })
  body.on('error', error => {
    end ??= { error }
    wake()
  })
  for (;;) {
    const chunk = waiting.shift()
    if (chunk) yield chunk
    else if (end?.error) throw end.error
    else if (end) return
    else {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }
}

/** The server has not sent the file, or not from where it was asked: the part it does not want is thrown away. */
async function answerWithoutFile(url: string, status: number, part: Part): Promise<never> {
  if (status === 206 || status === 416) {
    await part.remove()
    throw new Error('the server does not go on where it broke off')
  }
  if (status === 429 || status >= 500) throw new Error(`the server answers ${status}`)
  throw new LstmError('data', `${url} cannot be had: the server answers ${status}`, {
    hint: 'fetch the file elsewhere and name it, or another address, with --from',
  })
}

async function openDispatcher(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent, interceptors } = await import('undici')
  const agent = new EnvHttpProxyAgent({ headersTimeout: silence, bodyTimeout: silence })
  return agent.compose(interceptors.redirect({ maxRedirections: 5 }))
}

/** Only a strong ETag promises the same bytes. Source: RFC 9110, section 13.1.5. */
function isStrong(etag: string): boolean {
  return etag.startsWith('"')
}

/** `bytes 100-199/200` or `bytes * /200` (without the blank). Source: RFC 9110, section 14.4. */
function parseContentRange(text: string): { start: number | undefined; total: number | undefined } {
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(text) ?? []
  const number = (digits: string | undefined) =>
    digits === undefined || digits === '*' ? undefined : Number(digits)
  return { start: number(start), total: number(total) }
}

function forWriting<T>(path: string, act: () => Promise<T>): Promise<T> {
  return writing(path, 'make room, or choose another folder with --out', act)
}

function unreachable(url: string, cause: unknown): LstmError {
  return new LstmError('data', `${url} cannot be fetched: ${reason(cause)}`, {
    hint: 'what has arrived is kept: try again, behind a proxy with HTTPS_PROXY set; or name a copy with --from',
    cause,
  })
}
