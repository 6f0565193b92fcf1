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
  await listening.stop(1)
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
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    for (const answer of answers) expect(await answer.json()).toMatchObject({ answers: { length: 500 } })
    expect(await stopped).toBe(true)
    await expect(fetch(url)).rejects.toThrow()
    await other.close()
  })
})
