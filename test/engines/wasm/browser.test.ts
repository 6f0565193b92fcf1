import { afterEach, expect, it, vi } from 'vitest'
import { openWasmPredictor } from '../../../src/engines/wasm/predictor.ts'
import { Random } from '../../../src/random.ts'
import { standInForPage } from '../../host/page.ts'
import { hex, usual } from '../conformance/candidate.ts'
import { sizes } from '../conformance/lessons.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'

vi.mock('../../../src/host/node.ts', () => import('../../../src/host/browser.ts'))

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Node from 22 on may end with a check of V8 when a thread with a module hook is terminated: the stand-in's threads have one, the product's do not. */
const hooksCanEnd = Number(process.versions.node.split('.')[0]) < 22

it.skipIf(!hooksCanEnd)(
  'in a page that shares memory, threads answer with the bits of one thread',
  async () => {
    standInForPage()
    const random = new Random(7)
    const parameters = randomParameters(random, sizes, Float32Array)
    const batch = randomMinibatch(random, sizes, [5, 9, 0, 4, 30])
    const always = { worthThreads: 0, worthStarting: 0 }
    const rows: string[] = []
    for (const threads of [1, 2]) {
      const predictor = await openWasmPredictor({ ...usual, sizes, parameters, threads }, always)
      rows.push(hex(await predictor.probabilities(batch)))
      await predictor.dispose()
    }
    expect(rows[1]).toBe(rows[0])
  },
)

it('in a page that shares no memory, one thread answers with the same bits', async () => {
  const random = new Random(7)
  const parameters = randomParameters(random, sizes, Float32Array)
  const batch = randomMinibatch(random, sizes, [5, 9, 0, 4, 30])
  const rows: string[] = []
  for (const isolated of [true, false]) {
    standInForPage(isolated)
    const always = { worthThreads: 0, worthStarting: 0 }
    const settings = isolated
      ? ({ build: 'separate' } as const)
      : { ...always, build: 'single-separate' as const }
    const predictor = await openWasmPredictor({ ...usual, sizes, parameters, threads: 2 }, settings)
    rows.push(hex(await predictor.probabilities(batch)))
    await predictor.dispose()
  }
  expect(rows[1]).toBe(rows[0])
})
