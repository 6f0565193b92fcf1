import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listening, listen, type Service } from '../../src/server/index.ts'

let listening: Listening
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await listening.stop(1)
})

const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** Asks, and asks again as soon as it is answered. */
function asking(answered: () => void): void {
  const socket = connect(Number(new URL(listening.url).port), '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => undefined)
  socket.on('data', () => {
    answered()
    socket.write(request)
  })
  socket.write(request)
}

describe('connections that ask again as soon as they are refused', () => {
  it('do not keep others waiting that come new', async () => {
    const service: Service = {
      fetch: async () => new Response('{}', { status: 503 }),
      reload: async () => [],
      ...{ stop() {}, async close() {} },
    }
    listening = await listen(service)
    const first = new Set<number>()
    let refused = 0
    for (let n = 0; n < 300; n++) {
      asking(() => {
        first.add(n)
        refused++
      })
    }
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise(resolve => setImmediate(resolve))
    }
    await until(() => first.size === 300)
    const before = refused
    const late = new Set<number>()
    for (let n = 0; n < 50; n++) asking(() => late.add(n))
    await until(() => late.size === 50)
    // With a turn for each refusal of all 300 it would be more than 5,000.
    expect(refused - before).toBeLessThan(50 * 20)
  })
})
