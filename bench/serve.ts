/**
 *     npx tsx bench/serve.ts [SECONDS]
 *
 * `lstm serve` with the shipped model under load from `autocannon` on loopback, beside `lstm predict` of the same texts from a file,
 * in one run: the official test reviews, about 230 words each, one a request, as fast as they are answered; at half of that rate; at twice what it can;
 * and their sentences. Server, client and predict share the machine, so the ratios count.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { Agent, request } from 'undici'
import { testReviewTexts } from './data.ts'
import { bin, megabytesOf, shippedModel, startServing } from './serving.ts'

const [seconds = '10'] = process.argv.slice(2)
const duration = Number(seconds)
const folder = mkdtempSync(join(tmpdir(), 'lstm-serve-'))

const reviews = (await testReviewTexts())
  .map(text => text.replaceAll('\n', ' '))
  .filter((_, n) => n % 12 === 0)
  .slice(0, 2_000)
const sentences = reviews.flatMap(review => review.match(/[^.!?]{20,120}[.!?]/g) ?? []).slice(0, 5_000)

try {
  const alone = { reviews: predictRate(reviews), sentences: predictRate(sentences) }
  print('predict-reviews', alone.reviews)
  print('predict-sentences', alone.sentences)

  const server = await startServing()
  const { url, pid } = server
  try {
    await load(url, reviews, { connections: 32, seconds: 2 })
    const before = computedBy(pid)
    const most = await load(url, reviews, { connections: 32, seconds: duration })
    const cpu_ms = (computedBy(pid) - before) / most.answered
    const ratios = { 'of predict': most.rate / alone.reviews.rate, cpu_ms, rss: megabytesOf(pid) }
    print('serve-reviews', { ...most, ...ratios })
    print('serve-half-load', await paced(url, reviews, most.rate / 2, duration))
    const batches = await load(url, reviews, { connections: 32, seconds: duration, together: 16 })
    print('serve-16-together', { ...batches, 'of predict': (16 * batches.rate) / alone.reviews.rate })
    // autocannon prepares every request for every connection.
    const twice = await load(url, reviews.slice(0, 20), { connections: 2_000, seconds: duration })
    print('serve-overload', { ...twice, rss: megabytesOf(pid) })
    const short = await load(url, sentences, { connections: 32, seconds: duration })
    print('serve-sentences', { ...short, 'of predict': short.rate / alone.sentences.rate })
    const shortTogether = await load(url, sentences, { connections: 16, seconds: duration, together: 32 })
    print('serve-sentences-32-together', { ...shortTogether, 'sentences/s': 32 * shortTogether.rate })
    print('memory', { rss: megabytesOf(pid) })
  } finally {
    server.stop()
  }
} finally {
  rmSync(folder, { recursive: true })
}

interface Load {
  readonly connections: number
  readonly seconds: number
  /** Texts of a request. */
  readonly together?: number
}

async function load(url: string, from: readonly string[], { connections, seconds, together = 1 }: Load) {
  const bodies = Array.from({ length: Math.floor(from.length / together) }, (_, n) => {
    const some = from.slice(n * together, (n + 1) * together)
    return JSON.stringify(together === 1 ? { text: some[0] } : { texts: some })
  })
  const result = await autocannon({
    url: `${url}/v1/predict`,
    ...{ connections, duration: seconds, timeout: 60 },
    requests: bodies.map(body => ({
      method: 'POST' as const,
      body,
      headers: { 'content-type': 'application/json' },
    })),
  })
  const refused = result.statusCodeStats?.['503']?.count ?? 0
  return {
    rate: Math.round(((result['2xx'] ?? 0) / result.duration) * 10) / 10,
    ...{ median_ms: result.latency.p50, p99_ms: result.latency.p99, longest_ms: result.latency.max },
    ...{ answered: result['2xx'], refused, other: result.non2xx - refused },
    ...{ errors: result.errors, timeouts: result.timeouts },
  }
}

/** One request after the other at an even rate, whether or not those before are answered; autocannon asks in bursts, one a second. */
async function paced(url: string, from: readonly string[], rate: number, seconds: number) {
  const times: number[] = []
  const asked: Promise<void>[] = []
  const agent = new Agent({ connections: 64 })
  const ask = async (n: number) => {
    const begin = performance.now()
    const { statusCode, body } = await request(`${url}/v1/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: from[n % from.length] }),
      dispatcher: agent,
    })
    await body.dump()
    if (statusCode === 200) times.push(performance.now() - begin)
  }
  const start = performance.now()
  while (performance.now() - start < 1000 * seconds) {
    while (asked.length < ((performance.now() - start) * rate) / 1000) asked.push(ask(asked.length))
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  await Promise.all(asked)
  await agent.close()
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]! * 10) / 10
  return {
    rate: Math.round(rate),
    asked: asked.length,
    answered: times.length,
    median_ms: at(0.5),
    p99_ms: at(0.99),
  }
}

/** Texts a second, and milliseconds computed for one, without the start of the program: the slope between a part of them and all. */
function predictRate(of: readonly string[]) {
  const run = (count: number) => {
    const path = join(folder, 'texts.txt')
    writeFileSync(path, `${of.slice(0, count).join('\n')}\n`)
    const script = `"${process.execPath}" "${bin}" predict --quiet --checkpoint "${shippedModel}" < "${path}" > /dev/null; times`
    const begin = performance.now()
    const times = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
    const [user = 0, system = 0] = [...times.split('\n')[1]!.matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, minutes, seconds]) => 60_000 * Number(minutes) + 1000 * Number(seconds),
    )
    return { time: performance.now() - begin, computed: user + system }
  }
  const few = Math.floor(of.length / 10)
  const slopes = [0, 1, 2].map(() => {
    const [part, whole] = [run(few), run(of.length)]
    const texts = of.length - few
    return {
      rate: Math.round((1000 * texts) / (whole.time - part.time)),
      cpu_ms: (whole.computed - part.computed) / texts,
    }
  })
  return slopes.sort((one, other) => one.rate - other.rate)[1]!
}

/** Milliseconds that a process has computed, which other work on the machine does not lengthen as it does the time. */
function computedBy(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

function print(name: string, measured: object): void {
  process.stdout.write(`${JSON.stringify({ name, ...measured })}\n`)
}
