import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const train = (...args: string[]) => runLstm(['train', ...tinyTraining, ...args], { folder })

describe('lstm train, given rubbish', () => {
  const cases: [what: string, args: string[], code: number, message: string][] = [
    [
      'a batch size of 0',
      ['--batch-size', '0'],
      2,
      "--batch-size wants a whole number from 1 to 65536, not '0'",
    ],
    ['a fraction', ['--patience', '1.5'], 2, "not '1.5'"],
    ['a number with letters', ['--max-epochs', '12abc'], 2, "not '12abc'"],
    ['an unknown flag', ['--bath-size', '3'], 2, "unknown option '--bath-size'"],
    [
      'data without its flag',
      ['my reviews.csv'],
      2,
      "named with --data: lstm train --data 'my reviews.csv'; see",
    ],
    ['an unknown choice', ['--optimizer', 'adamw'], 2, '--optimizer wants one of adadelta, rmsprop, sgd'],
    ['a missing file', ['--data', 'missing.csv'], 3, 'missing.csv does not exist'],
    ['a folder for a file', ['--data', '.', '--data-format', 'csv'], 3, 'is a folder'],
    [
      'a wrong column',
      ['--text-column', 'nothing'],
      3,
      "no column 'nothing'; the columns are review, sentiment",
    ],
    ['an empty file', ['--data', 'empty.csv'], 3, 'empty.csv'],
    [
      'texts that are all too long',
      ['--maxlen', '2'],
      3,
      'of 32 training texts only 0 have fewer than 2 tokens',
    ],
    [
      'an output folder that cannot be',
      ['--out', 'empty.csv/x'],
      1,
      'cannot write empty.csv/x: not a directory',
    ],
    [
      'a diverging rate',
      ['--optimizer', 'sgd', '--learning-rate', '1e300'],
      5,
      'try a smaller --learning-rate',
    ],
  ]

  beforeAll(async () => {
    await writeFile(join(folder, 'empty.csv'), '')
  })

  it.each(cases)('%s: one clear line, its exit code, no stack trace', async (_, args, code, message) => {
    const outcome = await train('--out', 'rubbish', '--max-epochs', '3', ...args)
    expect(outcome.stderr).toContain(message)
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).not.toMatch(/^ +at /m)
    expect(outcome.stdout).toBe('')
    expect(existsSync(join(folder, 'rubbish'))).toBe(false)
  })
})
