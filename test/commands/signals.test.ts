import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bin, runLstm, startLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const many = tableOf(40_000)
const few = tableOf(1000)

function tableOf(texts: number): string {
  const path = join(folder, `${texts}.csv`)
  const rows = Array.from(
    { length: texts },
    (_, n) =>
      `${n % 2 ? 'positive' : 'negative'},text ${n} of ${n * 7919} that is ${n % 2 ? 'lovely' : 'awful'} number ${n % 89}`,
  )
  writeFileSync(path, `label,text\n${rows.join('\n')}\n`)
  return path
}

/** A training without end, told something once it has saved something. */
async function trainUntilSaved(out: string, tell: (child: ChildProcess) => void) {
  const child = startLstm(
    ['train', ...tinyTraining, '--max-epochs', '1000000', '--verbose', '--out', out],
    folder,
  )
  let stderr = ''
  let told = false
  child.stderr!.on('data', chunk => {
    stderr += chunk
    if (told || !stderr.includes('saved after update')) return
    told = true
    tell(child)
  })
  const [code, signal] = await once(child, 'close')
  return { code, signal, stderr }
}

/** What it says that is interrupted once it has taken its folder, so many milliseconds later. */
async function interrupted(child: ChildProcess, out: string, later: number): Promise<string> {
  let stderr = ''
  child.stderr!.on('data', chunk => {
    stderr += chunk
  })
  const begins = setInterval(() => {
    if (!existsSync(join(out, 'training.lock'))) return
    clearInterval(begins)
    setTimeout(() => child.kill('SIGINT'), later)
  }, 5)
  expect((await once(child, 'close'))[0]).toBe(130)
  return stderr
}

describe('lstm train', () => {
  it.each([
    ['SIGINT', 'interrupted: saving', 130, null],
    ['SIGTERM', 'told to end: saving', 130, null],
    // Node cannot end in peace on a terminal that is gone: it ends by the signal.
    ['SIGHUP', 'hangup, the terminal was closed: saving', null, 'SIGHUP'],
  ] as const)('saves on %s, and says so', async (name, said, code, signal) => {
    const outcome = await trainUntilSaved(name, child => child.kill(name))
    expect([outcome.code, outcome.signal]).toEqual([code, signal])
    expect(outcome.stderr).toContain(`${said}; once more to end at once\n`)
    const [, update] = /interrupted after update (\d+); everything is saved/.exec(outcome.stderr)!
    expect(outcome.stderr).toContain(`saved after update ${update}\n`)
    expect(existsSync(join(folder, name, 'last.safetensors'))).toBe(true)
  })

  it('takes the same signal twice at once, as npx passes it on, for one', async () => {
    const outcome = await trainUntilSaved('twice', child => {
      child.kill('SIGINT')
      setTimeout(() => child.kill('SIGINT'), 5)
    })
    expect(outcome.code).toBe(130)
  })

  it.each([
    ['SIGINT', 'interrupted', 'it reads', 'reading and tokenising', many, []],
    ['SIGINT', 'interrupted', 'it tries a start', 'trying a start', few, []],
    ['SIGTERM', 'told to end', 'it measures folds', 'fold 1', few, ['--from', 'none', '--folds', '3']],
  ] as const)(
    'on %s says "%s" while %s, that nothing is saved, and leaves nothing',
    async (name, said, _, when, data, more) => {
      const out = mkdtempSync(join(folder, 'early-'))
      const child = startLstm(['train', '--data', data, ...more, '--out', out], folder)
      let stderr = ''
      let told = false
      child.stderr!.on('data', chunk => {
        stderr += chunk
        if (told || !stderr.includes(when)) return
        told = child.kill(name)
      })
      expect((await once(child, 'close'))[0]).toBe(130)
      expect(stderr).toMatch(
        new RegExp(
          `\n${said}: ending; once more to end at once\nlstm: interrupted before there was anything to save\n +begin again with the same command\n$`,
        ),
      )
      expect(readdirSync(out)).toEqual([])
    },
  )

  it('ends while it waits for what comes through stdin', async () => {
    const out = mkdtempSync(join(folder, 'waiting-'))
    expect(await interrupted(startLstm(['train', '--data', '-', '--out', out], folder), out, 300)).toMatch(
      /^interrupted: ending; once more to end at once\nlstm: interrupted before there was anything to save\n/,
    )
    expect(readdirSync(out)).toEqual([])
  })
})

describe('lstm search', () => {
  it('that is interrupted before it has begun names no search to go on with', async () => {
    const out = mkdtempSync(join(folder, 'search-'))
    const args = ['search', '--data', many, '--trials', '2', '--out', out]
    const child = startLstm(args, folder, { XDG_CACHE_HOME: out })
    expect(await interrupted(child, out, 0)).toBe(
      `interrupted: ending; once more to end at once\nlstm: interrupted before the first trial\n      begin again with the same command\n`,
    )
    expect(readdirSync(out)).toEqual([])
  })

  it('that goes on and is interrupted while it reads has no trial to end', async () => {
    const out = join(folder, 'resumed')
    const args = ['search', '--data', '-', '--trials', '1', '--no-network', '--from', 'none', '--out', out]
    expect((await runLstm(args, { folder, input: readFileSync(few) })).code).toBe(0)
    // Its stdin stays open, and nothing comes.
    expect(await interrupted(startLstm([...args, '--resume'], folder), out, 300)).toMatch(
      /^interrupted: ending; once more to end at once\nlstm: interrupted; all trials that ended are kept\n/,
    )
  })
})

describe('a command that makes files', () => {
  const data = many
  const other = join(folder, 'other.safetensors')
  copyFileSync(fileURLToPath(new URL('../../checkpoints/pretrained.safetensors', import.meta.url)), other)

  it.each([
    [['check', data, '--write-clean', 'clean.csv', '--report', 'check.html']],
    [['split', data, '--out', '.']],
    [['learn', 'pretrained', '--data', data, '--out', 'learned.safetensors']],
    [
      [
        'eval',
        '--checkpoint',
        'pretrained',
        '--data',
        data,
        '--predictions',
        'answers.csv',
        '--report',
        'eval.html',
      ],
    ],
    [['compare', 'pretrained', other, '--data', data, '--report', 'compare.html']],
  ])('lstm %j ends by a signal, says nothing of its own and leaves whole files or none', async args => {
    for (const [i, name] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries()) {
      const own = mkdtempSync(join(folder, 'own-'))
      const child = startLstm(args, own)
      let stderr = ''
      child.stderr!.on('data', chunk => {
        stderr += chunk
      })
      child.once('spawn', () => setTimeout(() => child.kill(name), 250 + 200 * i))
      const [code, signal] = await once(child, 'close')
      expect([signal ?? code, stderr]).toEqual([name, expect.not.stringMatching(/Error|^ {4}at /m)])
      const left = readdirSync(own, { recursive: true, encoding: 'utf8' })
      const files = left.filter(name => !/^\.cache(\/|$)/.test(name))
      if (files.length === 0) continue
      // A fast machine has written the first of several files by then.
      const whole = mkdtempSync(join(folder, 'whole-'))
      expect((await once(startLstm(args, whole), 'close'))[0]).toBe(0)
      for (const file of files)
        expect(readFileSync(join(own, file)).equals(readFileSync(join(whole, file)))).toBe(true)
    }
  })
})

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true

describe.skipIf(!hasScript)('a terminal', () => {
  it('keeps its cursor and its modes, whatever is shown and however it ends', async () => {
    const train = [...tinyTraining, '--max-epochs', '1000000', '--out', 'shown']
    const command = [process.execPath, bin, 'train', ...train].join(' ')
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      env: { ...process.env, XDG_CACHE_HOME: join(folder, '.cache') },
    })
    let seen = ''
    let interrupted = false
    child.stdout.on('data', chunk => {
      seen += chunk
      if (interrupted || !seen.includes('update 10: error')) return
      interrupted = true
      // Ctrl-C, as the terminal's driver makes a signal of it; a second one would end the program unsaved.
      child.stdin.write('\u0003')
    })
    expect((await once(child, 'close'))[0]).toBe(130)
    expect(seen).toMatch(/\[[=-]+\] \d+ % \| .*epoch \d+/)
    expect(seen).toContain('everything is saved')
    expect(seen).not.toContain('\u001b[?')
  })
})
