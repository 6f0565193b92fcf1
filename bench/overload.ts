/**
 *     npx tsx bench/overload.ts [SECONDS]
 *
 * `lstm serve` with the shipped model under far more than it can answer: 1,500 connections, each of which asks for a review again as soon
 * as it is answered or refused, where 1,024 may wait. Twelve readings: answers by status, the longest of those with 200, and memory.
 */
import autocannon from 'autocannon'
import { testReviewTexts } from './data.ts'
import { megabytesOf, startServing } from './serving.ts'

const [seconds = '600'] = process.argv.slice(2)
const readings = 12
// autocannon prepares every request for every connection.
const texts = (await testReviewTexts()).filter((_, n) => n % 1_250 === 0)

const server = await startServing()
try {
  await overloaded(server.url)
  const response = await fetch(`${server.url}/health/ready`)
  print({ ready: response.status, rss: megabytesOf(server.pid) })
} finally {
  server.stop()
}

/** One load, and what came of it between two readings. */
async function overloaded(url: string): Promise<void> {
  const running = autocannon({
    url: `${url}/v1/predict`,
    ...{ connections: 1_500, duration: Number(seconds), timeout: 30 },
    requests: texts.map(text => ({
      ...{ method: 'POST' as const, body: JSON.stringify({ text }) },
      headers: { 'content-type': 'application/json' },
    })),
  })
  let statuses: Record<number, number> = {}
  let longest_ms = 0
  running.on('response', (_client, status, _bytes, milliseconds) => {
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status === 200) longest_ms = Math.max(longest_ms, Math.round(milliseconds))
  })
  const reading = setInterval(
    () => {
      print({ statuses, longest_ms, rss: megabytesOf(server.pid) })
      statuses = {}
      longest_ms = 0
    },
    (1000 * Number(seconds)) / readings,
  )
  const { errors, timeouts } = await running
  clearInterval(reading)
  print({ errors, timeouts })
}

function print(measured: object): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}
