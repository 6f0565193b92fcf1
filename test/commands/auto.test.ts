import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { flagsOf, runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (...args: string[]) => runLstm(args, { folder })
const csv = (from: number, to: number) =>
  [
    'label,text',
    ...Array.from({ length: to - from }, (_, i) =>
      i % 2 ? `good,fine film ${from + i}` : `bad,dull film ${from + i}`,
    ),
  ].join('\n')

describe('a model of texts of your own, by the preset auto', () => {
  let trained: Awaited<ReturnType<typeof runLstm>>
  beforeAll(async () => {
    await writeFile(join(folder, 'own.csv'), csv(0, 100))
    await writeFile(join(folder, 'labelled.csv'), csv(200, 220))
    trained = await lstm('train', '--data', 'own.csv', '--out', 'm')
  })

  it('is followed by commands that work', async () => {
    // All texts were trained on: what can be measured is a model of fewer.
    const [, again] = /^next: {2}(lstm train .*)$/m.exec(trained.stderr) ?? []
    expect(again).toBe('lstm train --data own.csv --test-portion 0.2 --out measured')
    const { code, stderr } = await runLstm(flagsOf(again!), { folder })
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^next: {2}lstm eval --checkpoint measured$/m)])
    expect(await lstm('eval', '--checkpoint', 'measured')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^texts +\d+ of 100; \d+ left out, which it was trained on$/m),
    })
    expect(trained.stderr).toContain("       lstm predict --checkpoint m 'a text of your own'\n")
    expect(trained.stderr).toContain('       lstm check --data own.csv\n')
    expect(await lstm('check', '--data', 'own.csv')).toMatchObject({ code: 0 })
    expect(await lstm('predict', '--checkpoint', 'm', 'a text of your own')).toMatchObject({ code: 0 })
  })

  it('is followed by a command that has labels count more that were never answered, with the data as it was read', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, n) =>
        `${n % 2 ? 'an odd' : 'an even'} one, ${'xyz'[n % 3]}${'pqrs'[n % 4]};${n % 20 === 3 ? 'rare' : n % 2 ? 'b' : 'a'}`,
    )
    await writeFile(join(folder, 'my rows.csv'), `what;kind\n${rows.join('\n')}\n`)
    const read = ['--data', 'my rows.csv', '--text-column', 'what', '--label-column', 'kind']
    const uneven = await lstm('train', ...read, '--no-network', '--out', 'uneven')
    expect(uneven.stderr).toMatch(/^n-grams {5}[\d,]+; error [\d.]+ % on 200 texts held out in turn$/m)
    expect(uneven.stderr).toContain(
      'baseline    error 50.0 % on 200 texts without a model: the most frequent label for each\n',
    )
    const [, next] = / {7}(lstm train .*)\n$/.exec(uneven.stderr) ?? []
    expect(next).toBe(
      "lstm train --data 'my rows.csv' --label-column kind --text-column what --no-network --class-weights balanced --out balanced",
    )
    const again = await runLstm(flagsOf(next!), { folder })
    expect(again.code).toBe(0)
    expect(again.stderr).not.toContain('never answered')
    expect(again.stderr).not.toContain('--out balanced')
  })

  it('is told to be no better than the baseline where texts do not tell their labels, and only there', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => `${'ab'[(n >> 1) % 2]},film ${n % 2} of ${n}`)
    await writeFile(join(folder, 'untold.csv'), `label,text\n${rows.join('\n')}\n`)
    const warning = 'warning: no better than the baseline on texts held out'
    const { stderr } = await lstm('train', '--data', 'untold.csv', '--from', 'none', '--out', 'untold')
    expect([stderr.includes(warning), trained.stderr.includes(warning)]).toEqual([true, false])
  })

  it('is not measured on the texts that it was trained on', async () => {
    const { code, stdout, stderr } = await lstm('eval', '--checkpoint', 'm')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/trained on all of these texts: of \d+ texts held out then, [\d.]+ % were wrong\n/)
    expect(stderr).toContain('--data FILE, or train with --test-portion 0.2')
    const wished = ['eval', '--checkpoint', 'm', '--target-error', '0.3']
    expect((await lstm(...wished)).stderr).toContain(
      'a decision is found by the texts held out all the same: --all',
    )
    const found = await lstm(...wished, '--all')
    expect([found.code, found.stdout]).toEqual([
      0,
      expect.stringContaining('on the texts that it was found by'),
    ])
    const measured = await lstm('eval', '--checkpoint', 'm', '--data', 'labelled.csv')
    expect([measured.code, measured.stdout]).toEqual([
      0,
      expect.stringMatching(/^texts +20, none of which it was trained on\n/),
    ])
    expect(measured.stdout).toContain(
      "\nbaseline   50.00 %   right without a model: 'bad' for each of 20 texts\n",
    )
  })

  it('is shown with its n-grams, and without an error on test texts that there are none of', async () => {
    const { stdout } = await lstm('inspect', 'm')
    expect(stdout).toMatch(/^test error +none held out$/m)
    expect(stdout).toMatch(/^vocabulary +none: n-grams of any words are kept as hashes$/m)
    expect(stdout).toMatch(/^n-grams +[\d,]+$/m)
    const [, checksum] = /^checksum +(\w{64}) \(SHA-256 with these digits as zeros\)$/m.exec(stdout) ?? []
    const file = await readFile(join(folder, 'm', 'best.safetensors'), 'latin1')
    const zeros = Buffer.from(file.replace(checksum!, '0'.repeat(64)), 'latin1')
    expect(createHash('sha256').update(zeros).digest('hex')).toBe(checksum)
    // The tensors are one column: the longest name decides, and a blank stands before what it is.
    expect(stdout).toMatch(/^held_out\/probabilities float32 \[/m)
    expect(stdout).toMatch(/^held_out\/labels {8}int32 \[/m)
    // There is no network to have them.
    expect(stdout).not.toMatch(/^parameters/m)
  })

  it.each(['onnx', 'npz'])('is not written as %s, which would leave its n-grams out', async format => {
    const { code, stderr } = await lstm('export', 'm', '--out', `m.${format}`)
    expect(code).toBe(4)
    expect(stderr).toContain(`${format} holds a network alone, and this model answers by n-grams`)
    expect(stderr).toContain('--network --no-ngrams')
  })
})

it('a setting of the network is refused beside --no-network', async () => {
  const args = ['--data', 'own.csv', '--preset', 'auto', '--no-network', '--dimension', '64']
  const { code, stderr } = await lstm('train', ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining('--dimension does nothing with --no-network')])
})

it.each([
  ['0', 'auto'],
  ['0.2', 'with a test split'],
])('a training display shows test errors only of test texts: --test-portion %s', async portion => {
  const small = [
    '--network',
    '--max-epochs',
    '1',
    '--vocabulary-size',
    '50',
    '--dimension',
    '4',
    '--threads',
    '1',
  ]
  const args = ['--data', 'own.csv', '--preset', 'auto', '--test-portion', portion, '--out', `p${portion}`]
  const { code, stderr } = await lstm('train', ...args, ...small)
  expect(code).toBe(0)
  expect(/^update \d+: error .* test /m.test(stderr)).toBe(portion !== '0')
  expect(stderr).toMatch(/^update \d+: error .* validation /m)
})
