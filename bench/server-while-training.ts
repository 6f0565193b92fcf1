/**
 * How long a web server waits for its turn in a process that trains: requests to a handler that does nothing, one every 5 ms, from
 * another process, while `train` works on texts of the length of reviews; and the same while nothing trains. How long an answer
 * takes depends on what else the machine does; `stretch_ms` does not: the longest time that this thread has computed without
 * giving way, as Linux accounts it.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { train } from '../src/index.ts'
import { Random } from '../src/random.ts'
import type { Benchmark } from './measure.ts'

/** Asks every 5 ms, and prints how long each answer took, until it is ended. */
const asker = `
  const url = process.argv[1]
  const ask = async () => {
    const begin = performance.now()
    await (await fetch(url)).text()
    console.log(performance.now() - begin)
  }
  for (let n = 0; n < 100; n++) await (await fetch(url)).text()
  console.log('ready')
  setInterval(() => void ask(), 5)`

export const serverWhileTraining: Benchmark = async report => {
  const rows = texts()
  const server = createServer((_, response) => response.end('ok')).listen(0)
  const { port } = server.address() as AddressInfo
  const child = spawn(process.execPath, ['--input-type=module', '--eval', asker, `http://localhost:${port}`])
  let times: number[] = []
  const stretches = new Stretches()
  await new Promise<void>(resolve => {
    child.stdout.on('data', chunk => {
      for (const line of String(chunk).trim().split('\n')) {
        if (line === 'ready') resolve()
        else times.push(Number(line))
      }
    })
  })
  const measure = (name: string) => {
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!
    const [p99_ms, longest_ms] = [at(0.99), at(1)]
    const rest = { n: sorted.length, times_ms: times, p99_ms, longest_ms, stretch_ms: stretches.longest() }
    report({ name, threads: 2, median_ms: at(0.5), p10_ms: at(0.1), p90_ms: at(0.9), ...rest })
    times = []
  }
  try {
    times = []
    stretches.longest()
    await new Promise(resolve => setTimeout(resolve, 3000))
    measure('server-alone')
    for await (const event of train(rows, settings)) {
      if (event.event === 'start') measure('server-while-preparing')
    }
    measure('server-while-training')
  } finally {
    stretches.stop()
    child.kill()
    server.close()
  }
}

const settings = { preset: 'best', wordVectorEpochs: 1, maxEpochs: 1, threads: 2 } as const

/** 4,000 texts of 200 words of a Zipfian vocabulary; made before anybody asks. */
function texts() {
  const random = new Random(1)
  const word = () => `w${Math.floor(20_000 ** random.uniform())}`
  return Array.from({ length: 4000 }, (_, n) => ({
    text: Array.from({ length: 200 }, word).join(' '),
    label: n % 2 ? 'a' : 'b',
  }))
}

/** How much processor time the main thread takes between two turns of a timer. */
class Stretches {
  #last = computed()
  #longest = 0
  readonly #timer = setInterval(() => this.#look(), 1)

  /** Milliseconds; asked again, of the time since. */
  longest(): number {
    this.#look()
    const longest = this.#longest
    this.#longest = 0
    return longest
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = computed()
    this.#longest = Math.max(this.#longest, now - this.#last)
    this.#last = now
  }
}

/** Milliseconds that the main thread has computed; 0 where nobody says it. */
function computed(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6
  } catch {
    return 0
  }
}
