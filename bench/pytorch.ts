/**
 *     npx tsx bench/pytorch.ts PYTHON...
 *
 * Updates of the official model by this engine and by PyTorch, from the same parameters, with the same minibatches and dropout, in turn,
 * on one thread and on two. PYTHON is the command of a Python that has PyTorch, such as `chroot /somewhere python3`. Its LSTM is measured
 * over padded texts and over packed ones, with oneDNN and without, with its optimizer's two ways: what counts is the fastest of them.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers/promises'
import type { Engine, EngineState } from '../src/engines/engine.ts'
import { officialSizes } from './data.ts'
import { lineOf, median, summary } from './measure.ts'
import { freshState, type Lesson, longLessons, officialLessons, openTrainer, widthName } from './update.ts'
import { vectorWidths } from './widths.ts'

const [program, ...flags] = process.argv.slice(2)
if (program === undefined) throw new Error('where is a Python that has PyTorch?')
const vectorWidth = (await vectorWidths()).at(-1)!
const rounds = 5
/** Of each turn the first updates do not count: the caches held other things before. */
const counted = (times: readonly number[]) => times.slice(2)

const ways = [true, false].flatMap(packs =>
  [true, false].flatMap(onednn => [true, false].map(foreach => ({ packs, onednn, foreach }))),
)
type Way = (typeof ways)[number]

interface Turn {
  readonly times: readonly number[]
  readonly costs: readonly number[]
}

const official = await officialLessons()
await compare('update-b16-official', official.lessons.slice(0, 30), official.state)
await compare('update-b64-t400', await longLessons(), freshState())

async function compare(name: string, lessons: readonly Lesson[], state: EngineState): Promise<void> {
  for (const threads of [1, 2]) {
    const peer = await startPeer(lessons, state, threads)
    const engine = await openTrainer({ threads, vectorWidth }, state)
    const own: number[] = []
    const theirs: number[] = []
    const shares: number[] = []
    let chosen = ways[0]!
    let best = Number.POSITIVE_INFINITY
    const first = await ownTurn(engine, lessons)
    let furthest = 0
    for (const way of ways) {
      const { costs, times } = await peer.run(way)
      furthest = Math.max(furthest, ...costs.map((cost, n) => Math.abs(cost - first.costs[n]!)))
      const time = median(counted(times))
      if (time < best) [best, chosen] = [time, way]
    }
    for (let round = 0; round < rounds; round++) {
      const turn = counted((await ownTurn(engine, lessons)).times)
      const other = counted((await peer.run(chosen)).times)
      own.push(...turn)
      theirs.push(...other)
      shares.push(median(turn) / median(other))
    }
    console.log(lineOf(summary(widthName(name, engine), threads, own)))
    console.log(lineOf(summary(`${name}-pytorch`, threads, theirs)))
    await engine.dispose()
    peer.end()
    shares.sort((a, b) => a - b)
    console.log(JSON.stringify({ threads, share: median(own) / median(theirs), shares, ...chosen, furthest }))
  }
}

async function ownTurn(engine: Engine, lessons: readonly Lesson[]): Promise<Turn> {
  const times: number[] = []
  const costs: number[] = []
  for (const lesson of lessons) {
    const begin = performance.now()
    costs.push(await engine.update(...lesson))
    times.push(performance.now() - begin)
  }
  return { times, costs }
}

/** PyTorch in a process of its own. */
async function startPeer(lessons: readonly Lesson[], state: EngineState, threads: number) {
  const script = readFileSync(new URL('./pytorch.py', import.meta.url), 'utf8')
  const python = spawn(program!, [...flags, '-c', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // OpenBLAS has threads of its own, which torch.set_num_threads does not count.
    env: { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` },
  })
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value ?? '{}')
  const say = (message: unknown) => python.stdin.write(`${JSON.stringify(message)}\n`)
  console.error(JSON.stringify(await next()))
  say({
    sizes: officialSizes,
    parameters: Object.fromEntries(
      Object.entries(state.parameters).map(([name, values]) => [name, base64(values)]),
    ),
    lessons: lessons.map(([{ tokens, lengths, labels }, { pooled }]) => ({
      ...{ tokens: base64(tokens), lengths: base64(lengths), labels: base64(labels), mask: base64(pooled!) },
    })),
  })
  return {
    async run(way: Way): Promise<Turn> {
      say(way)
      const turn = await next()
      // Its threads spin for a while after their work.
      await setTimeout(200)
      return turn
    },
    end: () => python.stdin.end(),
  }
}

function base64({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
