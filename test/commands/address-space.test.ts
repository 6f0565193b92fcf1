import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, type Outcome, runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()

/** The program in a shell with so many KiB of address space. */
function runWithin(kibibytes: number, args: readonly string[], input: string): Promise<Outcome> {
  const script = `ulimit -v ${kibibytes}; exec "$0" "$@"`
  const child = spawn('sh', ['-c', script, process.execPath, bin, ...args], { cwd: folder })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  child.stdin.end(input)
  return new Promise(resolve => child.on('close', code => resolve({ code, stdout, stderr })))
}

describe.skipIf(!existsSync('/proc/self/limits'))('with little address space', () => {
  it.each([4_000_000, 2_000_000])('of %d KiB the pretrained model answers as always', async kibibytes => {
    const input = 'A wonderful film.\nNot worth the time.\n'.repeat(500)
    const usual = await runLstm(['predict'], { folder, input })
    const limited = await runWithin(kibibytes, ['predict'], input)
    expect(limited).toEqual(usual)
    expect(limited.stdout.split('\n')).toHaveLength(1001)
  })

  it.each([6_000_000, 3_000_000])('of %d KiB it reads much, and trains, as always', async kibibytes => {
    const input = 'A wonderful film with a story, and people in it.\n'.repeat(60_000)
    const { stdout, code } = await runWithin(kibibytes, ['predict', '--threads', '3'], input)
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(60_001)
    const words = Array.from({ length: 400 }, (_, w) => `word${w}`).join(' ')
    writeFileSync(
      join(folder, 'many.csv'),
      `text,label\n${Array.from({ length: 2000 }, (_, n) => `${words} ${n} ${n % 2 ? 'good' : 'bad'},${n % 2}`).join('\n')}\n`,
    )
    const trained = await runWithin(
      kibibytes,
      ['train', '--data', 'many.csv', '--no-network', '--out', 'm'],
      '',
    )
    expect(trained.code).toBe(0)
  })

  it('the exit code is that of the command', async () => {
    expect(await runWithin(4_000_000, ['predict', '--nonsense'], '')).toMatchObject({ code: 2, stdout: '' })
  })

  it('a program of its own, which runs no other Node, is told what the library lacks', async () => {
    const library = new URL('../../dist/index.js', import.meta.url)
    const program = `
      import { load, LstmError, train } from ${JSON.stringify(library.href)}
      const rows = Array.from({ length: 40 }, (_, n) => ({ text: (n % 2 ? 'good ' : 'bad ') + n, label: String(n % 2) }))
      const trained = async () => { for await (const event of train(rows, { dimension: 4, maxEpochs: 1 })); }
      for (const work of [() => load('pretrained'), trained]) {
        await work().catch(error => console.log(error instanceof LstmError, error.code, error.message))
      }`
    const script = 'ulimit -v 4000000; exec "$0" --input-type=module -e "$1"'
    const child = spawn('sh', ['-c', script, process.execPath, program], { cwd: folder })
    let told = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        told += chunk
      })
    }
    await new Promise(resolve => child.on('close', resolve))
    expect(told).toMatch(/^(true memory there is no room for the memory of WebAssembly: .*\n){2}$/)
  })
})
