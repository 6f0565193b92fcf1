import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createService, type LogEntry, type Service } from '../../src/server/index.ts'
import { fileStamp, watchFile } from '../../src/server/watch-files.ts'
import { smallModel } from './models.ts'

let folder: string
let path: string
let service: Service
const models: Uint8Array[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-swap-'))
  path = join(folder, 'model.safetensors')
  models.push(await smallModel(1), await smallModel(2))
  await writeFile(path, models[0]!)
  service = await createService({ models: { mine: path }, settings: { threads: 1 } })
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true })
})

/** As our own programs replace files. */
async function replace(bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, bytes)
  await rename(`${path}.new`, path)
}

async function ask() {
  const response = await service.fetch(
    new Request('http://localhost/v1/predict', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"a great film number 1"}',
    }),
  )
  return { status: response.status, answer: (await response.json()) as { version: number; answer: object } }
}

const get = async (route: string) => (await service.fetch(new Request(`http://localhost${route}`))).json()

describe('a model that is replaced', () => {
  it('answers from then on, and no request is lost meanwhile', async () => {
    const before = await ask()
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    let swapping = true
    const asking = Array.from({ length: 8 }, async () => {
      while (swapping) {
        answers.push(await ask())
        await new Promise(resolve => setImmediate(resolve))
      }
    })
    for (let n = 1; n <= 6; n++) {
      await replace(models[n % 2]!)
      expect(await service.reload()).toEqual([{ name: 'mine' }])
    }
    swapping = false
    await Promise.all(asking)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ answer }) => answer.version)).size).toBeGreaterThan(2)
    const after = await ask()
    expect(after.answer.version).toBe(7)
    expect(after.answer.answer).toEqual(before.answer.answer)
    const second = answers.find(({ answer }) => answer.version === 2)
    if (second) expect(second.answer.answer).not.toEqual(before.answer.answer)
  })

  it('is loaded once more where it is told of while it is loaded, for what was read may be of before that', async () => {
    const { version } = (await ask()).answer
    const loadings = [service.reload(), service.reload(), service.reload()]
    expect(await Promise.all(loadings)).toEqual(loadings.map(() => [{ name: 'mine' }]))
    expect((await ask()).answer.version).toBe(version + 2)
  })

  it('answers no request by two models, and writes into the log which one it was', async () => {
    const log: LogEntry[] = []
    const swapped = await createService({
      ...{ models: { mine: path }, settings: { threads: 1 }, limits: { maxBatch: 1 } },
      log: entry => log.push(entry),
    })
    const other = await smallModel(1, { good: 'fine', bad: 'poor' })
    const texts = Array.from({ length: 400 }, (_, n) => `a great film number ${n}`)
    const answering = swapped.fetch(
      new Request('http://localhost/v1/predict', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ texts }),
      }),
    )
    await replace(other)
    await swapped.reload()
    const { version, answers } = (await (await answering).json()) as {
      version: number
      answers: { label: string }[]
    }
    expect(version).toBe(2)
    expect([...new Set(answers.map(({ label }) => label))].every(label => /fine|poor/.test(label))).toBe(true)
    expect(log).toEqual([expect.objectContaining({ model: 'mine', version: 2, texts: 400 })])
    await swapped.close()
    expect(await swapped.reload()).toEqual([{ name: 'mine', failure: 'the service was closed' }])
    await replace(models[0]!)
  })

  it('says which labels the new one has where they are others', async () => {
    await replace(await smallModel(1, { good: 'fine', bad: 'poor' }))
    expect(await service.reload()).toEqual([{ name: 'mine', otherLabels: ['fine', 'poor'] }])
    expect((await ask()).answer.answer).toMatchObject({ label: expect.stringMatching(/^(fine|poor)$/) })
    await replace(models[0]!)
    expect(await service.reload()).toEqual([{ name: 'mine', otherLabels: ['bad', 'good'] }])
    expect(await service.reload()).toEqual([{ name: 'mine' }])
  })

  it('is kept where the new one is broken, which models, readiness and metrics say, until there is a good one', async () => {
    const { version } = (await ask()).answer
    await replace(models[1]!.slice(0, 5000))
    expect(await service.reload('mine')).toEqual([{ name: 'mine', failure: expect.stringContaining(path) }])
    expect(await ask()).toMatchObject({ status: 200, answer: { version } })
    expect(await get('/v1/models')).toMatchObject({
      models: [{ version, failure: expect.stringContaining(path) }],
    })
    expect(await get('/health/ready')).toMatchObject({
      status: 'ready',
      problems: [expect.stringMatching(/^mine: its newest file cannot be used/)],
    })
    const metrics = await (await service.fetch(new Request('http://localhost/metrics'))).text()
    expect(metrics).toContain('lstm_model_stale{model="mine"} 1')
    await replace(models[1]!)
    expect(await service.reload()).toEqual([{ name: 'mine' }])
    expect(await get('/health/ready')).toEqual({ status: 'ready', problems: [] })
  })
})

describe('watchFile', () => {
  it('leaves alone what is no plain file: a pipe would be waited for', async () => {
    expect(await fileStamp(path)).toEqual(expect.any(String))
    expect(await fileStamp('/dev/null')).toBeUndefined()
    expect(await fileStamp(join(path, '..'))).toBeUndefined()
    expect(await fileStamp(`${path}-that-is-not-there`)).toBeUndefined()
  })

  it('tells of a file once it was replaced and has come to rest', async () => {
    let changes = 0
    const stamp = await fileStamp(path)
    // Before the watching begins, as while it is loaded for the first time.
    await replace(models[0]!)
    const end = watchFile(path, stamp, () => changes++)
    for (let n = 0; n < 100 && changes === 0; n++) await new Promise(resolve => setTimeout(resolve, 50))
    expect(changes).toBe(1)
    end()
  })
})
