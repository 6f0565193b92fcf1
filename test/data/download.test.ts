import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DownloadOptions, download } from '../../src/data/download.ts'
import { LstmError } from '../../src/errors.ts'
import { Random } from '../../src/random.ts'

const random = new Random(1)
const contents = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random.integer(255)))
const md5 = createHash('md5').update(contents).digest('hex')
const etag = '"version 1"'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let folder: string
let path: string
let server: Server
let handlers: Handler[]
let requests: IncomingMessage[]

/** A server that answers the n-th request with the n-th handler, and all later ones with the last. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-download-'))
  path = join(folder, 'new', 'file.bin')
  handlers = []
  requests = []
  server = createServer((request, response) => {
    handlers[Math.min(requests.push(request), handlers.length) - 1]!(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) {
    vi.stubEnv(name, undefined)
  }
})

afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const fetchFile = (options: DownloadOptions = {}, maximumBytes = 1_000_000) =>
  download({ url: `${address()}/file`, md5, maximumBytes }, path, { pause: 1, ...options })
const files = () => readdir(join(folder, 'new'))

/** Sends all, or from where it is asked to. */
const honest: Handler = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const current = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
  if (start >= contents.length && current) {
    response.writeHead(416, { 'content-range': `bytes */${contents.length}` }).end()
  } else if (start > 0 && current) {
    response.writeHead(206, {
      etag,
      'content-length': contents.length - start,
      'content-range': `bytes ${start}-${contents.length - 1}/${contents.length}`,
    })
    response.end(contents.subarray(start))
  } else {
    response.writeHead(200, { etag, 'content-length': contents.length }).end(contents)
  }
}

/** Sends a share of what an honest server would, then hangs up. */
const breakingOff =
  (share: number, headers: Record<string, string | number> = {}): Handler =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const end = start + Math.floor(share * (contents.length - start))
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': contents.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${contents.length - 1}/${contents.length}` }),
      ...headers,
    })
    response.write(contents.subarray(start, end), () => setTimeout(() => response.destroy(), 30))
  }

const whole: Handler = (_, response) => {
  response.writeHead(200, { 'content-length': contents.length }).end(contents)
}
const status =
  (code: number): Handler =>
  (_, response) => {
    response.writeHead(code).end('no')
  }

async function expectWhole(): Promise<void> {
  expect((await readFile(path)).equals(contents)).toBe(true)
  expect(await files()).toEqual(['file.bin'])
}

describe('download', () => {
  it('fetches a file and tells how far it is', async () => {
    handlers = [honest]
    const progress: [received: number, total: number | undefined][] = []
    await fetchFile({ onProgress: (...step) => progress.push(step) })
    await expectWhole()
    expect(progress[0]).toEqual([0, contents.length])
    expect(progress.at(-1)).toEqual([contents.length, contents.length])
  })

  it('fetches nothing when the file is there', async () => {
    handlers = [honest]
    await fetchFile()
    await fetchFile()
    expect(requests).toHaveLength(1)
  })

  it('fetches again what is there and damaged', async () => {
    handlers = [honest]
    await fetchFile()
    await writeFile(path, 'damaged')
    await fetchFile()
    await expectWhole()
  })

  it('goes on by itself where a server breaks off, however often', async () => {
    handlers = [...Array<Handler>(6).fill(breakingOff(0.4)), honest]
    const reasons: string[] = []
    await fetchFile({ onInterruption: reason => reasons.push(reason) })
    await expectWhole()
    expect(reasons).toHaveLength(6)
    expect(requests[1]!.headers.range).toBe('bytes=120000-')
    expect(requests[1]!.headers['if-range']).toBe(etag)
  })

  it('goes on from an earlier run, and starts again when the file has changed since', async () => {
    handlers = [breakingOff(0.5), status(404)]
    await expect(fetchFile()).rejects.toThrow(/404/)
    expect((await stat(`${path}.part`)).size).toBe(150_000)
    handlers = [honest]
    requests = []
    await writeFile(`${path}.part.etag`, '"version 0"')
    await fetchFile()
    await expectWhole()
    expect(requests[0]!.headers['if-range']).toBe('"version 0"')
  })

  it('starts again where a server knows no ranges', async () => {
    handlers = [breakingOff(0.5), whole]
    await fetchFile()
    await expectWhole()
  })

  it('starts again when what is there belongs to another file', async () => {
    handlers = [honest]
    await fetchFile()
    await rm(path)
    await writeFile(`${path}.part`, Buffer.alloc(1000))
    await fetchFile()
    await expectWhole()
    expect(requests.map(request => request.headers.range)).toEqual([undefined, 'bytes=1000-', undefined])
  })

  it('starts again when a server goes on at another place', async () => {
    const elsewhere: Handler = (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 5-9/${contents.length}` }).end('abcde')
    }
    handlers = [breakingOff(0.5), elsewhere, honest]
    await fetchFile()
    await expectWhole()
  })

  it('knows that nothing is missing when there was all before', async () => {
    handlers = [honest]
    await fetchFile()
    await rm(path)
    await writeFile(`${path}.part`, contents)
    await fetchFile()
    await expectWhole()
  })

  it('lives with a server that claims more than it sends', async () => {
    handlers = [breakingOff(1, { 'content-length': contents.length + 1000 }), honest]
    await fetchFile()
    await expectWhole()
  })

  it.each<[what: string, handler: Handler, message: RegExp]>([
    [
      'that sends less than the file',
      (_, response) => void response.writeHead(200, { 'content-length': 100 }).end(contents.subarray(0, 100)),
      /its MD5 is [0-9a-f]{32}, not/,
    ],
    [
      'that sends another file',
      (_, response) => void response.end('<html>Please log in</html>'),
      /is not the file it should be: its MD5/,
    ],
    [
      'that claims an absurd length',
      (_, response) => void response.writeHead(200, { 'content-length': 1e12 }).write('x'),
      /longer than 1000000 bytes/,
    ],
    [
      'that never ends',
      (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
        }
        response.on('drain', more)
        more()
      },
      /longer than 1000000 bytes/,
    ],
    ['without the file', status(404), /the server answers 404/],
    ['that refuses', status(403), /the server answers 403/],
    ['that is down', status(503), /cannot be fetched: the server answers 503/],
    ['that hangs up', request => void request.socket.destroy(), /cannot be fetched/],
    [
      'that redirects in circles',
      (_, response) => void response.writeHead(302, { location: '/again' }).end(),
      /cannot be fetched: .*redirect/i,
    ],
  ])('has one error for a server %s, and leaves no file', async (_, handler, message) => {
    handlers = [handler]
    const error = await fetchFile().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LstmError)
    expect(error).toMatchObject({ code: 'data', message: expect.stringMatching(message) })
    expect(await files()).toEqual([])
  })

  it('gives up where a server breaks off at the same byte again and again, also if it starts again between', async () => {
    const begin: Handler = (request, response) => {
      if (request.headers.range === undefined) return breakingOff(0.5)(request, response)
      response.writeHead(206, { 'content-range': `bytes 5-9/${contents.length}` }).end('abcde')
    }
    handlers = [begin]
    await expect(fetchFile()).rejects.toThrow(/cannot be fetched/)
    expect(requests.length).toBeLessThan(10)
  })

  it('gives up where a server brings a byte at a time', async () => {
    handlers = [breakingOff(1e-5)]
    await expect(fetchFile()).rejects.toThrow(/cannot be fetched/)
    expect(requests).toHaveLength(4)
  })

  it('lives with connections that end in the middle of much that is on its way', async () => {
    const size = 1 << 22
    const ending: Handler = (_, response) => {
      response.writeHead(200, { connection: 'close', 'content-length': size })
      response.write(Buffer.alloc(size >> 1), () => response.socket?.end())
    }
    handlers = [ending]
    const error = await fetchFile({}, size).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'LstmError', message: expect.stringMatching(/cannot be fetched/) })
  })

  it('says when nobody listens', async () => {
    const url = address()
    server.close()
    await expect(download({ url, md5, maximumBytes: 10 }, path, { pause: 1 })).rejects.toThrow(
      /cannot be fetched: connect ECONNREFUSED/,
    )
  })

  it('says when it cannot write', async () => {
    handlers = [honest]
    await writeFile(join(folder, 'new'), 'a file where the folder should be')
    await expect(fetchFile()).rejects.toThrow(/^cannot write .*file.bin/)
  })

  it('takes what it is given, whatever encoding the server calls it', async () => {
    handlers = [(_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(contents)]
    await fetchFile()
    await expectWhole()
  })

  it('follows redirects', async () => {
    handlers = [(_, response) => void response.writeHead(302, { location: '/elsewhere' }).end(), honest]
    await fetchFile()
    await expectWhole()
    expect(requests[1]!.url).toBe('/elsewhere')
  })

  it('goes through the proxy of the environment, but for the hosts of NO_PROXY', async () => {
    handlers = [honest]
    const { port } = server.address() as AddressInfo
    const tunnels: string[] = []
    const proxy = createServer((request, response) => {
      tunnels.push(request.url!)
      honest(request, response)
    })
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url!)
      const target = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(target).pipe(socket)
      })
      target.on('error', () => socket.destroy())
      socket.on('error', () => target.destroy())
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    try {
      vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
      await download({ url: 'http://reviews.example/file', md5, maximumBytes: 1_000_000 }, path, { pause: 1 })
      await expectWhole()
      expect(tunnels.join()).toContain('reviews.example')
      await rm(path)
      vi.stubEnv('NO_PROXY', '127.0.0.1')
      await fetchFile()
      expect(tunnels).toHaveLength(1)
    } finally {
      proxy.closeAllConnections()
      proxy.close()
    }
  })
})
