import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pretrainedPath } from '../src/storage/model-choice.ts'
import { encodeModel } from '../src/storage/model-file.ts'
import { writeTensorFile } from '../src/storage/tensor-file.ts'
import { openOfficial, testReviewTexts } from './data.ts'
import { alternate, type Benchmark, summary, timesOf } from './measure.ts'
import { readImdbTexts } from './others.ts'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))

/**
 * `echo TEXT | lstm predict`, from the start of the process to its end, with a model of 10,000 words; and with --explain and
 * the pretrained model.
 */
export const coldStart: Benchmark = report =>
  withModel(async model => {
    for (const threads of [1, 2]) {
      const times = await timesOf(20, () => predict(model, threads, 'A wonderful film.\n'))
      report(summary('cold-start', threads, times))
    }
    const explained = await timesOf(20, () =>
      run(['predict', '--explain', '--checkpoint', pretrainedPath], 'A wonderful film.\n'),
    )
    report(summary('cold-start-explain', availableParallelism(), explained))
    const times = await timesOf(20, () => run(['--version'], ''))
    report(summary('cold-start-version', 1, times))
  })

/** 25,000 reviews through `lstm predict`, one a line. */
export const predict25000: Benchmark = report =>
  withModel(async model => {
    const lines = readImdbTexts()
      .filter((_, n) => n % 2 === 0)
      .map(text => `${text.replaceAll('\n', ' ')}\n`)
    const input = lines.join('')
    for (const threads of [1, 2]) {
      const times = await timesOf(1, () => predict(model, threads, input), 0)
      const rates = (median: number) => ({ reviews_per_s: (1000 * lines.length) / median })
      report(summary('predict-25000', threads, times, rates))
    }
  })

/** The same with the pretrained model: as it answers, and with its network reading all (--no-cascade), in turn. */
export const predictPretrained: Benchmark = async report => {
  const texts = (await testReviewTexts()).map(text => `${text.replaceAll(/[\r\n]/g, ' ')}\n`)
  const input = texts.join('')
  const rates = (median: number) => ({ reviews_per_s: (1000 * texts.length) / median })
  for (const threads of [1, 2]) {
    const ask = (cascade: string) => () =>
      run(['predict', '--quiet', cascade, '--checkpoint', pretrainedPath, '--threads', `${threads}`], input)
    const [sure, all] = await alternate(1, [ask('--cascade'), ask('--no-cascade')], 0)
    report(summary('predict-pretrained', threads, sure!, rates))
    report(summary('predict-pretrained-no-cascade', threads, all!, rates))
  }
}

/** A model of the official sizes with its real vocabulary, as it is before training: the time does not depend on it. */
async function withModel(use: (path: string) => Promise<void>): Promise<void> {
  const { session } = await openOfficial()
  const { description } = session
  const { sizes, state } = session.network!
  const folder = mkdtempSync(join(tmpdir(), 'lstm-bench-'))
  try {
    const path = join(folder, 'model.safetensors')
    await writeTensorFile(
      path,
      encodeModel({ ...description, network: { sizes, parameters: state.engine.parameters } }),
    )
    await use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function predict(model: string, threads: number, input: string): Promise<void> {
  return run(['predict', '--checkpoint', model, '--threads', String(threads)], input)
}

/** Resolves when the process has ended well. */
function run(args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdout.resume()
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(`lstm ${args[0]} exited with ${code}`)),
    )
  })
}
