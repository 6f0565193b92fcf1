import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const random = new Random(11)
const word = () => `w${Math.floor(60 * random.uniform() ** 2)}`
const rows = Array.from({ length: 240 }, (_, n) => {
  const said = Array.from({ length: 8 }, word).join(' ')
  return `${['good', 'bad'][n % 2]},${random.uniform() < 0.8 ? ['fine', 'dull'][n % 2] : 'plain'} ${said}`
})
writeFileSync(join(folder, 'rows.csv'), `label,text\n${rows.join('\n')}\n`)
const search = ['search', '--data', 'rows.csv', '--trials', '16', '--from', 'none', '--no-network']

/** The log without what the clock says. */
function trialsIn(out: string): unknown[] {
  const lines = readFileSync(join(folder, out, 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n')
  const timed = ['seconds', 'spent', 'latency', 'left']
  return lines.map(line => JSON.parse(line, (name, value) => (timed.includes(name) ? 0 : value)))
}

const model = (out: string) => readFileSync(join(folder, out, 'best.safetensors'))

it('killed with -9 ten times and gone on with, a search has the same trials, winner and bytes as one left alone, twice', async () => {
  for (const out of ['one', 'two'])
    expect((await runLstm([...search, '--out', out], { folder })).code).toBe(0)
  expect(trialsIn('two')).toEqual(trialsIn('one'))
  expect(model('two').equals(model('one'))).toBe(true)

  for (let kill = 0; kill < 10; kill++) {
    const again = kill === 0 ? [] : ['--resume']
    const { code } = await runLstm([...search, '--out', 'killed', ...again], {
      folder,
      // At another place of the trial that follows each time.
      watch: (child, stderr) => {
        if (/^trial \d+:/m.test(stderr)) setTimeout(() => child.kill('SIGKILL'), 9 * kill)
      },
    })
    expect(code).toBeNull()
  }
  const last = await runLstm([...search, '--out', 'killed', '--resume'], { folder })
  expect(last.code).toBe(0)
  expect(trialsIn('killed')).toEqual(trialsIn('one'))
  expect(model('killed').equals(model('one'))).toBe(true)
  expect(readdirSync(join(folder, 'killed')).sort()).toEqual(['best.safetensors', 'trials.jsonl'])
}, 240_000)
