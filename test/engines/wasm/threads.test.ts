import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { afterEach, expect, it, vi } from 'vitest'
import type { Sizes } from '../../../src/engines/engine.ts'
import { type Job, jobFields } from '../../../src/engines/wasm/job.ts'
import type { Runtime } from '../../../src/engines/wasm/runtime.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { Random } from '../../../src/random.ts'
import { bits, usual } from '../conformance/candidate.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'

const sizes: Sizes = { vocabulary: 500, embedding: 64, hidden: 64, classes: 2, pooling: 'mean' }
const random = new Random(61)
const parameters = randomParameters(random, sizes, Float32Array)
/** Long enough for something to happen while it is computed. */
const batch = randomMinibatch(random, sizes, Array(32).fill(200))
const small = randomMinibatch(random, sizes, [3, 2, 1, 3])
const always = { worthThreads: 0, worthStarting: 0 }
const internal = (message: RegExp) =>
  expect.objectContaining({ name: 'ContractError', message: expect.stringMatching(message) })

const workers: Worker[] = []
/** Threads that the system has for us, beside which it refuses every one. */
let room = Number.POSITIVE_INFINITY
let refused = 0
vi.mock('node:worker_threads', async original => {
  const real = await original<typeof import('node:worker_threads')>()
  return {
    ...real,
    Worker: class extends real.Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        if (workers.length >= room) {
          refused++
          throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' })
        }
        super(...options)
        workers.push(this)
      }
    },
  }
})

afterEach(() => {
  workers.length = 0
  room = Number.POSITIVE_INFINITY
  refused = 0
})

const open = () =>
  openWasmEngine(
    {
      ...{ ...usual, sizes, threads: 2 },
      state: { parameters, accumulators: {} },
      optimizer: { name: 'adadelta' },
    },
    always,
  )

it('a thread that is ended from outside fails the call and all later ones, and ends the others', async () => {
  const engine = await open()
  await engine.update(small)
  expect(workers).toHaveLength(2)
  const ends = workers.map(worker => new Promise(resolve => worker.once('exit', resolve)))
  const call = engine.update(batch)
  void workers[1]!.terminate()
  await expect(call).rejects.toEqual(internal(/thread 1 of the wasm engine died/))
  await Promise.all(ends)
  await expect(engine.update(small)).rejects.toEqual(internal(/died/))
  await engine.dispose()
})

it('a notification that comes when the call is through has nothing done a second time', async () => {
  const notify = vi.spyOn(Atomics, 'notify')
  const answersAfter = async (late: boolean) => {
    const engine = await open()
    try {
      for (let update = 0; update < 4; update++) {
        await engine.update(small)
        if (!late) continue
        Reflect.apply(Atomics.notify, Atomics, notify.mock.lastCall!)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      return await engine.probabilities(batch)
    } finally {
      await engine.dispose()
    }
  }
  try {
    expect(await answersAfter(true)).toEqual(await answersAfter(false))
    expect(notify.mock.calls.length).toBeGreaterThan(8)
  } finally {
    notify.mockRestore()
  }
})

it('a thread that dies between two calls, or at one that only reads, is followed by others', async () => {
  const engine = await open()
  await engine.update(small)
  const expected = await engine.probabilities(batch)
  await workers[0]!.terminate()
  expect(await engine.probabilities(batch)).toEqual(expected)
  expect(workers).toHaveLength(4)

  const call = engine.probabilities(batch)
  // One turn later it is being made.
  await new Promise(resolve => setImmediate(resolve))
  const gone = workers[3]!.terminate()
  const outcome = await call.catch(error => error)
  // Where the call was done before, its death is known from here on: else it would be found out in the middle of the next one.
  await gone
  if (outcome instanceof Error) expect(outcome).toEqual(internal(/thread 1 of the wasm engine died/))
  expect(await engine.probabilities(batch)).toEqual(expected)
  await engine.update(small)
  await engine.dispose()
})

it('a kernel that traps fails the call, in threads and on the calling thread', async () => {
  for (const settings of [always, {}]) {
    const engine = await openWasmEngine(
      {
        ...{ ...usual, sizes, threads: 2 },
        state: { parameters, accumulators: {} },
        optimizer: { name: 'adadelta' },
      },
      settings,
    )
    await engine.update(small)
    // An address beyond the memory.
    const { runtime } = engine as unknown as { runtime: Runtime }
    const threads = settings === always ? 2 : 1
    const nothing = Object.fromEntries(jobFields.map(field => [field, 0])) as Job<'infer'>
    const place = 2 ** 31
    const job = { ...nothing, texts: 4, rowsPerThread: 2, hiddenWidth: 8, order: place, lengths: place }
    const call = runtime.run('infer', threads, job)
    await expect(call).rejects.toEqual(internal(/out of bounds/))
    await engine.dispose()
  }
})

it('dispose ends the threads after the call that is being made', async () => {
  const engine = await open()
  await engine.update(small)
  const ends = workers.map(worker => new Promise(resolve => worker.once('exit', resolve)))
  const call = engine.update(batch)
  await engine.dispose()
  await Promise.all(ends)
  expect(await call).toBeGreaterThan(0)
})

it('starts no more threads than a minibatch can use, and more when a larger one comes', async () => {
  const engine = await openWasmEngine(
    {
      ...{ ...usual, sizes, threads: 3 },
      state: { parameters, accumulators: {} },
      optimizer: { name: 'adadelta' },
    },
    always,
  )
  for (const [texts, started] of [
    [2, 0],
    [4, 2],
    [6, 3],
    [32, 3],
    [4, 3],
    [32, 3],
  ] as const) {
    await engine.update(randomMinibatch(random, sizes, Array(texts).fill(5)))
    expect(workers).toHaveLength(started)
  }
  await engine.dispose()
})

it.each([0, 1, 2])(
  'where the system gives %i of three threads, these make the calls, to the same bits, and it is not asked again',
  async there => {
    const train = async (threads: number) => {
      const state = { parameters, accumulators: {} }
      const options = { ...usual, sizes, threads, state, optimizer: { name: 'adadelta' } as const }
      const engine = await openWasmEngine(options, always)
      for (let update = 0; update < 3; update++) await engine.update(batch)
      const trained = bits(await engine.state())
      await engine.dispose()
      return trained
    }
    const alone = await train(1)
    room = there
    expect(await train(3)).toEqual(alone)
    expect(workers).toHaveLength(there)
    expect(refused).toBe(1)
  },
)

it('few operations are not worth threads, and none are started for them', async () => {
  const engine = await openWasmEngine({
    ...{ ...usual, sizes, threads: 2 },
    state: { parameters, accumulators: {} },
    optimizer: { name: 'adadelta' },
  })
  await engine.update(small)
  expect(workers).toHaveLength(0)
  await engine.dispose()
})

it('an engine that was forgotten keeps no process alive, one that computes does', async () => {
  const script = `
    const { openWasmPredictor } = await import(${JSON.stringify(new URL('../../../dist/engines/wasm/predictor.js', import.meta.url))})
    const sizes = { vocabulary: 9, embedding: 8, hidden: 8, classes: 2, pooling: 'mean' }
    const parameters = {
      Wemb: new Float32Array(72), lstm_W: new Float32Array(256), lstm_U: new Float32Array(256),
      lstm_b: new Float32Array(32), U: new Float32Array(16), b: new Float32Array(2),
    }
    const options = { sizes, parameters, keepProbability: 0.5, threads: 2 }
    const predictor = await openWasmPredictor(options, { worthThreads: 0, worthStarting: 0 })
    const T = 30000
    predictor.probabilities({ tokens: new Int32Array(4 * T), lengths: new Int32Array(4).fill(T) }).then(rows => console.log(rows[0]))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(stdout).toBe('0.5\n')
})
