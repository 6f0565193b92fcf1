import { counted } from '../wording.ts'
import { Problem, tooLate } from './problem.ts'

/** Reading bodies as far as they are believed: so many bytes, by then, in UTF-8. */

/** The media type, without its parameters. @throws Problem 415 for another character set or a compressed body */
export function mediaTypeOf(request: Request): string {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map(each => each.trim()).find(each => each.startsWith('charset='))
  if (charset && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new Problem(415, 'charset', 'the body is to be in UTF-8')
  }
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new Problem(415, 'encoding', 'the body is not to be compressed')
  }
  return type.trim()
}

/**
 * The whole body as text.
 *
 * @throws Problem 413 for more bytes than `limit`, 400 for what is not UTF-8, and what `signal` was aborted with
 */
export async function readText(request: Request, limit: number, signal: AbortSignal): Promise<string> {
  const tooLarge = () =>
    new Problem(413, 'body-too-large', `the body may have ${counted(limit, 'byte')} at most`)
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > limit) throw tooLarge()
  if (announced !== null && request.headers.get('transfer-encoding') === null) {
    // Node holds the body to the length that was announced; this way is much the faster.
    return decoded(new Uint8Array(await orAborted(request.arrayBuffer(), signal)))
  }
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of piecesOf(request, () => signal)) {
    bytes += piece.length
    if (bytes > limit) throw tooLarge()
    pieces.push(piece)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return decoded(whole)
}

/**
 * The pieces of a body as they come. @param seconds that each of them may take
 *
 * @throws Problem 503 where one takes longer; 400 for what is not UTF-8
 */
export async function* textPieces(request: Request, seconds: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const pieces = piecesOf(request, () => timeLimit(seconds), seconds)
  for await (const piece of pieces) yield decodedBy(() => decoder.decode(piece, { stream: true }))
  yield decodedBy(() => decoder.decode())
}

async function* piecesOf(
  { body }: Request,
  signalOf: () => AbortSignal,
  seconds?: number,
): AsyncGenerator<Uint8Array> {
  if (!body) return
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), signalOf(), seconds)
      if (done) return
      yield value
    }
  } finally {
    // What is still to come is not wanted; nobody waits for it.
    reader.cancel().catch(() => undefined)
  }
}

/** Aborted when the time is up, counted in whole milliseconds: of others `AbortSignal` makes none. */
export function timeLimit(seconds: number): AbortSignal {
  return AbortSignal.timeout(Math.ceil(seconds * 1000))
}

/** @param seconds tells what the abortion means, where its own reason does not */
async function orAborted<R>(promise: Promise<R>, signal: AbortSignal, seconds?: number): Promise<R> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const fail = () => reject(seconds === undefined ? signal.reason : tooLate(seconds))
    if (signal.aborted) fail()
    signal.addEventListener('abort', fail, { once: true })
    stop = () => signal.removeEventListener('abort', fail)
  })
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, aborted])
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(400, 'body', 'the body broke off', { cause: error })
  } finally {
    stop()
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

function decoded(bytes: Uint8Array): string {
  return decodedBy(() => strict.decode(bytes))
}

function decodedBy(decode: () => string): string {
  try {
    return decode()
  } catch (cause) {
    throw new Problem(400, 'charset', 'the body is not UTF-8', { cause })
  }
}

/** @param what it is that is no JSON, where it is none @throws Problem 400 */
export function parsedJson(text: string, what = 'the body'): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem(400, 'json', `${what} is no JSON: ${(cause as Error).message.slice(0, 200)}`, {
      cause,
    })
  }
}
