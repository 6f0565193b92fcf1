import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import { smallModel } from '../server/models.ts'

const folder = temporaryFolder()

beforeAll(async () => {
  writeFileSync(join(folder, 'small.safetensors'), await smallModel())
  const told = "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS))"
  writeFileSync(join(folder, 'peak.mjs'), told)
})

const passage = 'A good film, and not a bad one: it has people in it who talk. '

/** What `lstm predict` writes, and the most memory that it had, in MB. */
async function predicted(input: string, ...flags: string[]) {
  const { code, stdout, stderr } = await runLstm(['predict', '--checkpoint', 'small.safetensors', ...flags], {
    ...{ folder, input },
    env: { NODE_OPTIONS: `--import ${pathToFileURL(join(folder, 'peak.mjs'))}` },
  })
  expect(code).toBe(0)
  // Threads tell it as well.
  const peaks = Array.from(stderr.matchAll(/^peak (\d+)$/gm), ([, kilobytes]) => Number(kilobytes) / 1000)
  return { stdout, peak: Math.max(...peaks) }
}

describe('a very long text', () => {
  it('takes at most 5 bytes of memory more for each of its own: its letters, the numbers of its words, what is passing by', {
    timeout: 120_000,
  }, async () => {
    const megabytes = (count: number) => passage.repeat((count * 1e6) / passage.length)
    const short = await predicted(megabytes(10))
    const long = await predicted(megabytes(40))
    expect(long.peak - short.peak).toBeLessThan(5 * 30)
  })

  it('is written as it came, though it is longer than what is written at once', async () => {
    const text = `a${'😀'.repeat(1_200_000)} good`
    const { stdout } = await predicted(`${text}\n${text.slice(1)}\nshort\n`)
    const texts = stdout.split('\n').map(line => line.split('\t')[2])
    expect(texts[0] === text).toBe(true)
    expect(texts[1] === text.slice(1)).toBe(true)
    expect(texts.slice(2)).toEqual(['short', undefined])
  })
})
