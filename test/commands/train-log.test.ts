import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEventFile } from '../formats/read-event-file.ts'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const train = (...args: string[]) => runLstm(['train', ...tinyTraining, ...args], { folder })
const lines = async (name: string) =>
  (await readFile(join(folder, name), 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

it('lstm train --log writes the events with their times, and the same as curves; the history is what it is without', async () => {
  const flags = ['--max-epochs', '6', '--display-interval', '3']
  const logged = await train(
    ...[...flags, '--out', 'logged'],
    ...['--log', 'tensorboard=curves/one', '--log', 'jsonl=events.jsonl'],
  )
  expect([logged.code, logged.stdout]).toEqual([0, ''])
  expect((await train(...flags, '--out', 'plain')).code).toBe(0)
  const [one, other] = await Promise.all(
    ['logged', 'plain'].map(out => readFile(join(folder, out, 'history.jsonl'), 'utf8')),
  )
  expect(one).toBe(other)

  const events = await lines('events.jsonl')
  const times = events.map(({ time }) => time)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(events.map(({ event }) => event)).toContain('start')
  expect(events.at(-1).event).toBe('end')

  const files = await readdir(join(folder, 'curves/one'))
  expect(files).toEqual([expect.stringMatching(/^events\.out\.tfevents\.\d{10}\./)])
  const [first, ...curves] = readEventFile(await readFile(join(folder, 'curves/one', files[0]!)))
  expect(first!.version).toBe('brain.Event:2')
  const points = (tag: string) =>
    curves.filter(({ values }) => tag in values).map(({ step, values }) => [step, values[tag]])
  const updates = events.filter(({ event }) => event === 'update')
  expect(updates.length).toBeGreaterThan(5)
  expect(points('cost')).toEqual(updates.map(({ update, cost }) => [update, Math.fround(cost)]))
  expect(points('learning_rate')).toEqual(
    updates.map(({ update, learningRate }) => [update, Math.fround(learningRate)]),
  )
  const validations = events.filter(({ event }) => event === 'validation')
  expect(points('error/validation')).toEqual(
    validations.map(({ update, validationError }) => [update, Math.fround(validationError)]),
  )
})

it('a training that goes on adds to the lines, and begins an event file beside the first', async () => {
  const log = ['--log', 'jsonl=two.jsonl', 'tensorboard=curves/two']
  await train('--max-epochs', '2', '--out', 'two', ...log)
  const before = await lines('two.jsonl')
  const { code } = await runLstm(['train', '--resume', '--out', 'two', '--max-epochs', '4', ...log], {
    folder,
  })
  expect(code).toBe(0)
  expect((await lines('two.jsonl')).slice(0, before.length)).toEqual(before)
  expect((await lines('two.jsonl')).length).toBeGreaterThan(before.length)
  expect(await readdir(join(folder, 'curves/two'))).toHaveLength(2)
})

it.each([
  [['--log', 'wandb=x'], "--log wants tensorboard=FOLDER or jsonl=FILE, not 'wandb=x'"],
  [['--log', 'jsonl='], "--log wants tensorboard=FOLDER or jsonl=FILE, not 'jsonl='"],
  [['--log', 'jsonl=a', 'jsonl=b'], '--log: jsonl is named twice'],
])('lstm train %j is refused with exit code 2', async (flags, message) => {
  const { code, stderr } = await train(...flags)
  expect([code, stderr.split('\n')[0]]).toEqual([2, `lstm: ${message}`])
})

it('a log that cannot be opened is told before any training; one that fills up is told, and the training goes on and ends with 1', async () => {
  const refused = await train('--out', 'none', '--log', 'jsonl=missing/events.jsonl')
  expect(refused.code).toBeGreaterThan(0)
  expect(refused.stderr).toContain('cannot write missing/events.jsonl: no such file or directory')
  const full = await train('--out', 'full', '--max-epochs', '2', '--log', 'jsonl=/dev/full', '-q')
  expect(full.code).toBe(1)
  expect(await readdir(join(folder, 'full'))).toContain('best.safetensors')
  expect(full.stderr.match(/going on without --log/g)).toHaveLength(1)
})
