import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createService, type Listening, listen, type Service } from '../../src/server/index.ts'
import { hostileRequests } from './hostile-requests.ts'
import { smallModel } from './models.ts'

let service: Service
let listening: Listening
let port: number
beforeAll(async () => {
  const limits = { timeout: 2, maxText: 5_000, maxBody: 20_000 }
  const models = { mine: await smallModel() }
  service = await createService({ models, limits, settings: { threads: 1 }, keepFeedback: async () => {} })
  listening = await listen(service, { limits })
  port = Number(new URL(listening.url).port)
})
afterAll(async () => {
  await listening.stop()
  await service.close()
})

/** What the server sends for these bytes until it closes the connection, or for so long. */
function sent(bytes: string | Uint8Array, { wait = 3_000, end = false } = {}): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    const done = () => {
      socket.destroy()
      resolve(heard)
    }
    const timer = setTimeout(done, wait)
    socket.on('data', chunk => {
      heard += chunk.toString('latin1')
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(heard)
    })
    socket.on('error', () => undefined)
    socket.write(bytes)
    if (end) socket.end()
  })
}

const ask = () =>
  fetch(`${listening.url}/v1/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"text":"a great film"}',
  })

describe('a server', () => {
  it('goes on where the system cannot give a connection', async () => {
    const { createServer } = http
    const servers: http.Server[] = []
    http.createServer = ((...given: Parameters<typeof createServer>) => {
      servers.push(createServer(...given))
      return servers.at(-1)!
    }) as typeof createServer
    syncBuiltinESMExports()
    const other = await createService({ models: { mine: await smallModel() }, settings: { threads: 1 } })
    const place = await listen(other)
    http.createServer = createServer
    syncBuiltinESMExports()
    for (let n = 0; n < 3; n++) servers[0]!.emit('error', new Error('accept ENOBUFS'))
    expect((await fetch(`${place.url}/health/live`)).status).toBe(200)
    await place.stop(1)
    await other.close()
  })

  it('answers on 127.0.0.1 alone where nothing else is said', async () => {
    expect(listening.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await ask()).status).toBe(200)
    await expect(listen(service, { port })).rejects.toThrow(/another program listens there/)
  })

  it('survives hostile requests, and answers none of them with a fault of its own', async () => {
    const seed = 7
    for (const { name, bytes } of hostileRequests(seed, 400)) {
      const heard = await sent(bytes, { wait: 4_000, end: true })
      const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
      for (const status of statuses) {
        if ((status >= 500 && status !== 503) || status < 200) {
          expect.fail(`${name} of seed ${seed} got ${status}: ${bytes.toString('latin1').slice(0, 300)}`)
        }
      }
    }
    expect((await ask()).status).toBe(200)
  })

  it('cuts off who sends the head of a request byte by byte, or announces a body that does not come', async () => {
    const begin = performance.now()
    const body = await sent(
      'POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      { wait: 10_000 },
    )
    expect(body).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"timeout"/)
    expect(performance.now() - begin).toBeLessThan(8_000)
  })

  it.each([
    ['no HTTP', '\u0016\u0003\u0001', 400, 'http'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'http'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'http'],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400, 'http'],
    ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'http'],
    [
      'a line break in an id',
      'GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\nSet-Cookie: b=c\r\n\r\n',
      400,
      'http',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'http',
    ],
    ['a large head', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'head-too-large'],
    ['an expectation', 'POST / HTTP/1.1\r\nHost: a\r\nExpect: much\r\n\r\n', 417, 'expectation'],
    ['a proxy', 'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n', 405, 'method'],
    [
      'a broken chunk',
      'POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
      'http',
    ],
  ])('refuses %s in JSON, and closes the connection', async (_, bytes, status, code) => {
    const heard = await sent(bytes)
    const [head, body] = heard.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*Connection: close`, 'i'))
    const [, id] = /x-request-id: (\S+)/i.exec(head!)!
    expect(JSON.parse(body!)).toMatchObject({ error: { code }, requestId: id })
  })

  it('puts nothing into the midst of an answer where what follows is no request', async () => {
    const line = '"a great film"\n'
    const heard = await sent(
      `POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${line.length}\r\n\r\n${line}no request\r\n\r\n`,
    )
    expect(heard.slice(1).split('HTTP/1.1 ').length).toBeLessThanOrEqual(2)
    expect(heard).not.toMatch(/HTTP\/1.1 200[\s\S]*HTTP\/1.1 4/)
  })

  it('answers pipelined requests in their order, refusals among them', async () => {
    const post = (body: string) =>
      `POST /v1/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const heard = await sent(
      `${post('{"text":"a great film"}')}${post('nope')}${post('{"text":"an awful film"}')}`,
      {
        wait: 1_000,
      },
    )
    expect(
      [...heard.matchAll(/HTTP\/1\.1 (\d+)|"label":"(good|bad)","probability":[\d.]+,"probabilities"/g)].map(
        ([, status, label]) => status ?? label,
      ),
    ).toEqual([...['200', 'good', '400', '200', 'bad']])
  })

  it('answers HTTP/1.0, and closes the connection', async () => {
    const heard = await sent('GET /v1/models HTTP/1.0\r\n\r\n')
    expect(heard).toMatch(/^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*"models"/i)
  })

  it('computes nothing more for one who has left', async () => {
    const other = await createService({ models: { mine: await smallModel() }, settings: { threads: 1 } })
    const place = await listen(other)
    const metric = async (name: string) => {
      const text = await (await fetch(`${place.url}/metrics`)).text()
      return Number(new RegExp(`^${name}\\{.*\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
    }
    const leaving = new AbortController()
    const asked = fetch(`${place.url}/v1/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ texts: new Array(900).fill('a great film '.repeat(60)) }),
      signal: leaving.signal,
    })
    while ((await metric('lstm_queue_texts')) === 0) await new Promise(resolve => setTimeout(resolve, 5))
    leaving.abort()
    await expect(asked).rejects.toThrow()
    while ((await metric('lstm_queue_texts')) > 0) await new Promise(resolve => setTimeout(resolve, 5))
    await place.stop(5)
    const computed = /^lstm_texts_total\{.*\} (\d+)/m.exec(
      await (await other.fetch(new Request('http://localhost/metrics'))).text(),
    )
    expect(Number(computed?.[1] ?? 0)).toBeLessThan(900)
    await other.close()
  })

  it('waits with its end for nobody who has not asked', async () => {
    const other = await createService({ models: { mine: await smallModel() }, settings: { threads: 1 } })
    const place = await listen(other)
    const sockets = [
      '',
      'GET /health/live HTTP/1.1\r\nHo',
      'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n',
    ].map(said => {
      const socket = connect(Number(new URL(place.url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(said)
      return socket
    })
    await new Promise(resolve => sockets[2]!.once('data', resolve))
    const begin = performance.now()
    expect(await place.stop(20)).toBe(true)
    expect(performance.now() - begin).toBeLessThan(4_000)
    for (const socket of sockets) socket.destroy()
    await other.close()
  })

  it('answers what was asked before it was told to stop, and takes no more', async () => {
    const other = await createService({ models: { mine: await smallModel() }, settings: { threads: 1 } })
    const place = await listen(other)
    const url = `${place.url}/v1/predict`
    const texts = JSON.stringify({ texts: new Array(500).fill('a great film '.repeat(100)) })
    const headers = { 'Content-Type': 'application/json' }
    const asked = Array.from({ length: 2 }, () => fetch(url, { method: 'POST', headers, body: texts }))
    await new Promise(resolve => setTimeout(resolve, 150))
    const stopped = place.stop(20)
    const answers = await Promise.all(asked)
    const answered = performance.now()
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    for (const answer of answers) expect(await answer.json()).toMatchObject({ answers: { length: 500 } })
    expect(await stopped).toBe(true)
    // Not after the five seconds that an idle connection is kept otherwise.
    expect(performance.now() - answered).toBeLessThan(3_000)
    await expect(fetch(url)).rejects.toThrow()
    await other.close()
  })
})
