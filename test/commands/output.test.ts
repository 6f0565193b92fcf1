import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bin, sampleCsv, startLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'
import { smallModel } from '../server/models.ts'

const folder = temporaryFolder()

beforeAll(async () => {
  const model = await smallModel()
  for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.safetensors`), model)
  writeFileSync(join(folder, 'new.csv'), 'text,label\na good one,good\na bad one,bad\n')
})

/** Runs with stdout on a device, and with an stdin that stays open after `input`. */
async function runInto(device: string, args: readonly string[], input: string) {
  const stdout = openSync(device, 'w')
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, '.cache') },
    stdio: ['pipe', stdout, 'pipe'],
  })
  let stderr = ''
  child.stderr!.on('data', chunk => {
    stderr += chunk
  })
  child.stdin!.write(input)
  const [code] = await once(child, 'close')
  closeSync(stdout)
  return { code, stderr }
}

describe.skipIf(!existsSync('/dev/full'))('on a full disk', () => {
  it.each([
    [['predict']],
    [['predict', '--explain']],
    [['tokenize', '--tokenizer', 'words']],
    [['inspect']],
    [['completion', 'bash']],
    [['--help']],
    [['--version']],
  ])('lstm %j says so in one line and ends with 1, also while stdin is open', async args => {
    const { code, stderr } = await runInto('/dev/full', args, 'a film\n')
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^(lstm: .*(answers|pretrained).*\n)?lstm: cannot write the output: no space left on device\n {6}.*\n$/,
    )
  })

  it.each([
    [['check', '--data', sampleCsv]],
    [['split', '--data', sampleCsv, '--out', 'parts']],
    [['compare', 'a.safetensors', 'b.safetensors', '--data', 'new.csv', '--all']],
    [['learn', 'a.safetensors', '--data', 'new.csv', '--out', 'learned.safetensors', '--format', 'json']],
    [['schema']],
    [['eval', '--checkpoint', 'a.safetensors', '--data', 'new.csv', '--all']],
  ])('lstm %j says so and ends with 1', async args => {
    const { code, stderr } = await runInto('/dev/full', args, '')
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/lstm: cannot write the output: no space left on device\n {6}.*\n$/),
    ])
  })

  it('lstm serve goes on, and says once that its log cannot be written', async () => {
    const stdout = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0', '--checkpoint', 'a.safetensors'], {
      cwd: folder,
      stdio: ['ignore', stdout, 'pipe'],
    })
    let stderr = ''
    child.stderr!.on('data', async chunk => {
      const before = stderr
      stderr += chunk
      const [, url] = /listening on (\S+)\n/.exec(stderr) ?? []
      if (url === undefined || before.includes('listening on')) return
      for (let n = 0; n < 2; n++) expect((await fetch(`${url}/v1/models`)).status).toBe(200)
      child.kill('SIGTERM')
    })
    const [code] = await once(child, 'close')
    closeSync(stdout)
    expect([code, stderr.match(/cannot write the output.*; going on without/g)]).toEqual([
      0,
      [expect.any(String)],
    ])
  })

  it('a training goes on, says so once, and ends with 1 when all is saved', async () => {
    const args = ['train', ...tinyTraining, '--max-epochs', '3', '--out', 'full', '--json']
    const { code, stderr } = await runInto('/dev/full', args, '')
    expect([code, readdirSync(join(folder, 'full'))]).toEqual([
      1,
      expect.arrayContaining(['best.safetensors']),
    ])
    expect(stderr.match(/; going on without/g)).toHaveLength(1)
    expect(stderr).toContain('all epochs done')
  })

  it('a search goes on, says so once, and ends with 1 when its model is kept', async () => {
    const args = ['search', '--data', sampleCsv, '--trials', '1', '--from', 'none', '--no-network', '--json']
    const { code, stderr } = await runInto('/dev/full', [...args, '--out', 'searched'], '')
    expect([code, readdirSync(join(folder, 'searched'))]).toEqual([
      1,
      expect.arrayContaining(['best.safetensors']),
    ])
    expect(stderr.match(/; going on without/g)).toHaveLength(1)
    expect(stderr).toContain('model: searched/best.safetensors')
  })

  it('a search keeps its model and says so before its page cannot be written', async () => {
    const args = ['search', '--data', sampleCsv, '--trials', '1', '--from', 'none', '--no-network']
    const { code, stderr } = await runInto(
      '/dev/null',
      [...args, '--out', 'paged', '--report', '/dev/full'],
      '',
    )
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /model: paged\/best\.safetensors(.|\n)*\nlstm: cannot write \/dev\/full: no space left/,
      ),
    ])
  })
})

describe('a reader that has seen enough', () => {
  const ended = async (args: string[], input: string) => {
    const child = startLstm(args, folder)
    let stderr = ''
    child.stderr!.on('data', chunk => {
      stderr += chunk
    })
    child.stdin!.on('error', () => undefined)
    child.stdin!.write(input)
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    child.stdin!.write(input)
    const [code] = await once(child, 'close')
    return { code, stderr }
  }

  it('ends predict and tokenize quietly, while stdin is open', async () => {
    expect(await ended(['predict'], 'a film\n')).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('write'),
    })
    expect(await ended(['tokenize', '--tokenizer', 'words'], 'a film\n')).toEqual({ code: 0, stderr: '' })
  })

  it.each([
    ['predict', '--format', 'csv'],
    ['predict', '--checkpoint', 'a.safetensors', '--shard', '1/2'],
    ['tokenize', '--tokenizer', 'words'],
  ])('lstm %s %s %s ends quietly where nobody reads from the beginning', async (...args) => {
    const child = startLstm(args, folder)
    let stderr = ''
    child.stderr!.on('data', chunk => {
      stderr += chunk
    })
    child.stdin!.on('error', () => undefined)
    child.stdout!.destroy()
    child.stdin!.write('a film\n'.repeat(1000))
    const [code] = await once(child, 'close')
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/unexpected|write/)])
  })

  it('ends predict quietly where all of stdin has been read already', async () => {
    writeFileSync(join(folder, 'many.txt'), 'a film that is long and good\n'.repeat(2000))
    const stdin = openSync(join(folder, 'many.txt'), 'r')
    const child = spawn(process.execPath, [bin, 'predict', '--checkpoint', 'a.safetensors'], {
      cwd: folder,
      stdio: [stdin, 'pipe', 'pipe'],
    })
    closeSync(stdin)
    let stderr = ''
    child.stderr!.on('data', chunk => {
      stderr += chunk
    })
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    const [code] = await once(child, 'close')
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('unexpected')])
  })

  it('does not end a training, which saves and ends as without it', async () => {
    const args = ['train', ...tinyTraining, '--max-epochs', '30', '--out', 'unread', '--json']
    const { code, stderr } = await ended(args, '')
    expect([code, readdirSync(join(folder, 'unread')).sort()]).toEqual([
      0,
      ['best.safetensors', 'history.jsonl', 'last.safetensors'],
    ])
    expect(stderr).toContain('all epochs done')
    expect(stderr).not.toContain('write')
  })
})
