/** The recipes of examples/scale, as far as their engines are here. */
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { freePort } from './free-port.ts'
import { bin, runLstm, temporaryFolder } from './run-lstm.ts'
import { hasSlurm, startCluster } from './slurm.ts'

const folder = temporaryFolder()
const recipe = (name: string) => fileURLToPath(new URL(`../examples/scale/${name}`, import.meta.url))
const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const found = (name: string) => {
  try {
    return createRequire(import.meta.url).resolve(name) !== ''
  } catch {
    return false
  }
}
const lstm = `${process.execPath} ${bin}`
const text = (n: number) => `a ${n % 3 ? 'fine' : 'dull'} film ${n}`

beforeAll(async () => {
  const rows = Array.from(
    { length: 60 },
    (_, n) => `${['good', 'bad'][n % 2]},${['a fine', 'a dull'][n % 2]} film ${n}`,
  )
  writeFileSync(join(folder, 'rows.csv'), `label,text\n${rows.join('\n')}\n`)
  writeFileSync(join(folder, 'texts.txt'), Array.from({ length: 200 }, (_, n) => `${text(n)}\n`).join(''))
  await runLstm(['train', '--data', 'rows.csv', '--out', 'model'], { folder })
})

describe('GNU parallel', () => {
  it.skipIf(!has('parallel'))(
    'answers in pieces with the bytes of one program (skipped where parallel is not installed)',
    async () => {
      const whole = await runLstm(['predict', '--checkpoint', 'model'], {
        folder,
        input: readFileSync(join(folder, 'texts.txt')),
      })
      const env = { ...process.env, LSTM: lstm, JOBS: '2' }
      const { stdout } = await promisify(execFile)(
        'bash',
        [recipe('gnu-parallel.sh'), 'texts.txt', 'model', '3'],
        { cwd: folder, env },
      )
      expect(stdout).toBe(whole.stdout)
    },
    60_000,
  )
})

describe('Slurm', () => {
  const [ofCluster, work] = [temporaryFolder(), temporaryFolder()]

  it('has each task of the array make its piece, which merge puts together (tasks started by hand)', async () => {
    for (const task of ['1', '2']) {
      const env = { ...process.env, LSTM: lstm, SLURM_ARRAY_TASK_ID: task, SLURM_ARRAY_TASK_COUNT: '2' }
      await promisify(execFile)('bash', [recipe('slurm.sh'), 'rows.csv'], { cwd: folder, env })
    }
    const merged = await runLstm(['merge', 'piece-1.jsonl', 'piece-2.jsonl'], { folder })
    expect([merged.code, JSON.parse(merged.stdout.trim().split('\n').at(-1)!).folds.length]).toEqual([0, 5])
  }, 60_000)

  it.skipIf(!hasSlurm)(
    'runs the array on a node with two slots, to the folds of one program (skipped where Slurm is not installed, or this is not root)',
    async () => {
      const cluster = await startCluster(ofCluster, 2)
      try {
        copyFileSync(join(folder, 'rows.csv'), join(work, 'rows.csv'))
        const env = { ...process.env, ...cluster.environment, LSTM: lstm }
        const options = ['--wait', '--array=1-5', '--cpus-per-task=1']
        await promisify(execFile)('sbatch', [...options, recipe('slurm.sh'), 'rows.csv'], { cwd: work, env })
        const pieces = [1, 2, 3, 4, 5].map(piece => `piece-${piece}.jsonl`)
        const foldsOf = ({ stdout }: { stdout: string }) =>
          JSON.parse(stdout.trim().split('\n').at(-1)!).folds
        const merged = foldsOf(await runLstm(['merge', ...pieces], { folder: work }))
        await runLstm(['train', '--data', 'rows.csv', '--folds', '5', '--threads', '1', '--out', 'm'], {
          folder: work,
        })
        const { stdout } = await runLstm(['inspect', 'm', '--format', 'json'], { folder: work })
        expect(merged).toEqual(JSON.parse(stdout).provenance.folds)
      } finally {
        await cluster.stop()
      }
    },
    120_000,
  )
})

describe('Kubernetes, Spark and Ray', () => {
  it('have a manifest that is an Indexed Job, and programs that are Python (not run: no cluster here)', () => {
    const { kind, spec } = parse(readFileSync(recipe('kubernetes.yaml'), 'utf8'))
    expect([kind, spec.completionMode, spec.completions]).toEqual(['Job', 'Indexed', 8])
    expect(spec.template.spec.containers[0].args[0]).toContain(`--shard "$piece/${spec.completions}"`)
    if (!has('python3')) return
    for (const name of ['spark_pipe.py', 'ray_pieces.py']) {
      execFileSync('python3', ['-c', `import ast; ast.parse(open(${JSON.stringify(recipe(name))}).read())`])
    }
  })
})

describe('BullMQ on Redis', () => {
  it.skipIf(!has('redis-server') || !found('ioredis'))(
    'answers 100,000 texts in order, none lost and none twice, though a worker is killed with -9 in the middle (skipped where redis-server or ioredis is not installed)',
    async () => {
      const port = await freePort()
      const started: ChildProcess[] = []
      const start = (program: string, args: readonly string[]) => {
        const env = { ...process.env, REDIS_PORT: String(port) }
        const child = spawn(program, args, { cwd: folder, env, stdio: 'pipe' })
        started.push(child)
        return child
      }
      try {
        const redis = start('redis-server', [
          '--port',
          String(port),
          '--save',
          '',
          '--bind',
          '127.0.0.1',
          '--dir',
          folder,
        ])
        await said(redis.stdout!, 'Ready to accept connections')
        const worker = async () => {
          const child = start(process.execPath, [recipe('queue-worker.js'), 'reviews', 'model'])
          await said(child.stderr!, 'ready')
          return child
        }
        const [first] = [await worker(), await worker()]
        const producer = start(process.execPath, [recipe('queue-producer.js'), 'reviews', '500'])
        let answers = ''
        let killed = false
        producer.stdout!.on('data', data => {
          answers += data
          if (killed || answers.length < 200_000) return
          killed = first!.kill('SIGKILL')
        })
        let problems = ''
        producer.stderr!.on('data', data => {
          problems += data
        })
        const count = 100_000
        producer.stdin!.end(Array.from({ length: count }, (_, n) => `${text(n)}\n`).join(''))
        const [code] = await once(producer, 'close')
        expect([code, problems, killed]).toEqual([0, '', true])
        const lines = answers.trimEnd().split('\n')
        expect(lines).toHaveLength(count)
        expect(lines.filter((line, n) => line.split('\t')[0] !== (n % 3 ? 'good' : 'bad'))).toEqual([])
      } finally {
        for (const child of started.reverse()) child.kill('SIGKILL')
      }
    },
    180_000,
  )
})

async function said(stream: Readable, what: string): Promise<void> {
  let text = ''
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    text += piece
    if (text.includes(what)) break
  }
  stream.resume()
}
