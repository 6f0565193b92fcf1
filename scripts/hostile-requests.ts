/**
 *     npx tsx scripts/hostile-requests.ts [COUNT] [SEED]
 *
 * Sends hostile requests (test/server/hostile-requests.ts) to `lstm serve` with the shipped model, and fails where one gets an answer of
 * 500, where the server ends, or where it keeps file descriptors or memory. Prints what was answered.
 */
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { megabytesOf, startServing } from '../bench/serving.ts'
import { hostileRequests } from '../test/server/hostile-requests.ts'

const [count = '10000', seed = '1'] = process.argv.slice(2)
const server = await startServing('--timeout', '2', '--feedback', '/dev/null')
const port = Number(new URL(server.url).port)

try {
  // Once to warm up: what the first requests load stays.
  await sendAll(2_000, Number(seed) + 1)
  await rest()
  const before = held()
  const statuses = await sendAll(Number(count), Number(seed))
  await rest()
  const after = held()
  const ended = server.hasEnded()
  console.log(JSON.stringify({ requests: Number(count), statuses, before, after, ended }))
  const wrong = Object.keys(statuses).some(status => Number(status) >= 500 && status !== '503')
  if (
    wrong ||
    ended ||
    after.descriptors > before.descriptors + 5 ||
    after.megabytes > before.megabytes + 100
  ) {
    process.exitCode = 1
  }
} finally {
  server.stop()
}

/** How often each status was answered; 'closed' where the connection was closed without one. */
async function sendAll(count: number, seed: number): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {}
  const requests = hostileRequests(seed, count)
  const sender = async () => {
    for (const { bytes } of requests) {
      const heard = await sent(bytes)
      const found = [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status!)
      for (const status of found.length > 0 ? found : ['closed'])
        statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, sender))
  return statuses
}

function sent(bytes: Buffer): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    const timer = setTimeout(() => socket.destroy(), 10_000)
    socket.on('data', chunk => {
      heard += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(heard)
    })
    socket.end(bytes)
  })
}

/** Until connections that were left are closed. */
function rest(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 7_000))
}

function held(): { readonly descriptors: number; readonly megabytes: number } {
  return {
    descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
    megabytes: megabytesOf(server.pid),
  }
}
