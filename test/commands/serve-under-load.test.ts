import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { load } from '../../src/index.ts'
import { temporaryFolder } from '../run-lstm.ts'
import { smallModel } from '../server/models.ts'
import { ask, type Serving, startServing } from './serving.ts'

const folder = temporaryFolder()
const models: Uint8Array[] = []
const texts = Array.from({ length: 12 }, (_, n) => `a ${['great', 'dull', 'so so'][n % 3]} film number ${n}`)
/** The answers of each model to each text. */
const answers: string[][] = []
beforeAll(async () => {
  for (const seed of [1, 2]) {
    models.push(await smallModel(seed))
    await using model = await load(models.at(-1)!, { threads: 1 })
    const predictions = await model.predict(texts)
    answers.push(predictions.map(({ text: _, ...answer }) => JSON.stringify(answer)))
  }
})

/** A file with the first model. */
function fileOfModel(name: string): string {
  const path = join(folder, `${name}.safetensors`)
  writeFileSync(path, models[0]!)
  return path
}

const waiting = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

describe('lstm serve under load', () => {
  it.each([
    ['at SIGHUP', ['--no-watch']],
    ['as their file is replaced', []],
  ])(
    'answers every request by one of the models, to its bits, while they are swapped %s',
    async (_, flags) => {
      const path = fileOfModel('swapped')
      const { child, url, stderr } = await startServing(folder, path, ...flags)
      const loads = () => stderr().split('loaded anew').length - 1
      const versions = new Set<number>()
      let [asked, swapping] = [0, true]
      const asking = Array.from({ length: 300 }, async () => {
        while (swapping) {
          const n = asked++ % texts.length
          const response = await ask(url, { text: texts[n] })
          const { version, answer } = (await response.json()) as { version: number; answer: object }
          expect(response.status).toBe(200)
          expect(JSON.stringify(answer)).toBe(answers[(version - 1) % 2]![n])
          versions.add(version)
        }
      })
      const answered = async (version: number) => {
        while (!versions.has(version)) await waiting(20)
      }
      for (let swap = 1; swap <= 3; swap++) {
        await answered(swap)
        writeFileSync(`${path}.new`, models[swap % 2]!)
        renameSync(`${path}.new`, path)
        if (flags.length > 0) child.kill('SIGHUP')
        while (loads() < swap) await waiting(20)
      }
      await answered(4)
      swapping = false
      await Promise.all(asking)
      expect(answers[0]).not.toEqual(answers[1])
      expect([...versions].sort()).toEqual([1, 2, 3, 4])
      expect(asked).toBeGreaterThan(300)
    },
  )

  /** A request of a tenth of a second of work, or a second. */
  const long = { texts: new Array(800).fill('a great film '.repeat(300)) }
  const room = ['--max-queue', '50000', '--max-body', '9000000']

  /** Twelve of them, whose answers are read at once, as the first is answered. */
  async function underWay({ url }: Serving) {
    const asked = Array.from({ length: 12 }, async () => {
      const response = await ask(url, long)
      const { status, headers } = response
      return { status, connection: headers.get('connection'), body: await response.json() }
    })
    await Promise.race(asked)
    return asked
  }

  it('answers at SIGTERM what was asked, takes no more, and ends with 0', async () => {
    const serving = await startServing(folder, fileOfModel('ended'), ...room)
    const asked = await underWay(serving)
    serving.child.kill('SIGTERM')
    await serving.said('ending: what was asked is answered')
    await expect(ask(serving.url, { text: 'a' })).rejects.toThrow()
    const answers = await Promise.all(asked)
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(body).toMatchObject({ answers: { length: 800 } })
    }
    expect(answers.map(({ connection }) => connection)).toContain('close')
    expect(await serving.ended).toBe(0)
  })

  it('ends within --grace, with 130 and what that means, where not all could be answered', async () => {
    const serving = await startServing(folder, fileOfModel('hasty'), ...room, '--grace', '0.1')
    const asked = (await underWay(serving)).map(each =>
      each.then(
        ({ status }) => status,
        () => 'cut off',
      ),
    )
    const begin = performance.now()
    serving.child.kill('SIGTERM')
    expect(await serving.ended).toBe(130)
    expect(performance.now() - begin).toBeLessThan(5_000)
    expect(serving.stderr()).toContain('not all was answered within 0.1 s')
    expect(await Promise.all(asked)).toContain('cut off')
  })

  it('ends at once at the second SIGTERM', async () => {
    const serving = await startServing(folder, fileOfModel('twice'), ...room)
    const asked = (await underWay(serving)).map(each => each.catch(() => undefined))
    serving.child.kill('SIGTERM')
    await serving.said('ending: what was asked is answered')
    serving.child.kill('SIGTERM')
    expect(await serving.ended).toBe(null)
    expect(serving.child.signalCode).toBe('SIGTERM')
    await Promise.all(asked)
  })
})
