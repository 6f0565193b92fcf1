/**
 *     npx tsx bench/front.ts TRAIN TEST [SECONDS,SECONDS...]
 *
 * What comes of how much time: `lstm train --data TRAIN --minutes M` for each number of seconds (5, 20, 60 and 300 where none are
 * given), measured on TEST, beside fastText's supervised mode where `fasttext` is installed (Debian has it). A row of a Markdown table
 * each, with the seconds by the clock and of the processor: on a machine that does other things as well they differ, and the
 * clock is what the time is planned by. Choose on texts held out of the training texts. The commands run what `npm run build` has made.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCorpus } from '../src/index.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { tokensOf } from '../src/text/tokenizers/pieces.ts'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))
const [train, test, wanted = '5,20,60,300'] = process.argv.slice(2)

if (train === undefined || test === undefined) {
  console.error('usage: npx tsx bench/front.ts TRAIN TEST [SECONDS,SECONDS...]')
  process.exitCode = 2
} else {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-front-'))
  try {
    console.log('| what | accuracy | seconds | of the processor |')
    console.log('|---|---|---|---|')
    for (const seconds of wanted.split(',').map(Number))
      row(`--minutes ${seconds / 60}`, ofLstm(folder, seconds))
    if (spawnSync('fasttext', []).error) console.error('fasttext is not installed: left out')
    else row('fastText, pairs of words, 5 epochs', await ofFastText(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Outcome {
  readonly accuracy: number
  readonly seconds: number
  readonly processor: number
}

function row(what: string, { accuracy, seconds, processor }: Outcome): void {
  console.log(
    `| ${what} | ${(100 * accuracy).toFixed(2)} % | ${seconds.toFixed(1)} | ${processor.toFixed(1)} |`,
  )
}

function ofLstm(folder: string, seconds: number): Outcome {
  const out = join(folder, `${seconds}`)
  // A cache of its own: reading is part of the time.
  const run = (args: readonly string[]) =>
    timed(process.execPath, [bin, ...args], {
      ...process.env,
      XDG_CACHE_HOME: join(folder, `cache-${seconds}`),
    })
  const trained = run(['train', '--data', train!, '--minutes', `${seconds / 60}`, '--out', out])
  const measured = run(['eval', '--checkpoint', out, '--data', test!, '--all', '--format', 'json'])
  return { accuracy: JSON.parse(measured.stdout).accuracy, ...trained }
}

async function ofFastText(folder: string): Promise<Outcome> {
  const [trainFile, testFile] = [join(folder, 'train.txt'), join(folder, 'test.txt')]
  writeFileSync(trainFile, await lines(train!))
  writeFileSync(testFile, await lines(test!))
  const model = join(folder, 'fasttext')
  const trained = timed('fasttext', [
    'supervised',
    '-input',
    trainFile,
    '-output',
    model,
    '-wordNgrams',
    '2',
    '-thread',
    '2',
  ])
  const { stdout } = timed('fasttext', ['test', `${model}.bin`, testFile])
  return { accuracy: Number(/P@1\s+([\d.]+)/.exec(stdout)![1]), ...trained }
}

/** The texts in fastText's form, cut into the same tokens. */
async function lines(path: string): Promise<string> {
  const tokenizer = await loadTokenizer('words-2')
  const written: string[] = []
  for await (const { text, label } of readCorpus(path)) {
    written.push(`__label__${label.replaceAll(' ', '-')} ${[...tokensOf(tokenizer, text)].join(' ')}\n`)
  }
  return written.join('')
}

function timed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const [begin, before] = [performance.now(), childSeconds()]
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${status}:\n${stderr}`)
  return { stdout, seconds: (performance.now() - begin) / 1000, processor: childSeconds() - before }
}

/** Seconds of the processor that programs started from here have taken, those that have ended. */
function childSeconds(): number {
  const { stdout } = spawnSync('sh', ['-c', `cat /proc/${process.pid}/stat`], { encoding: 'utf8' })
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
