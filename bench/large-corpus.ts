/**
 *     npx tsx bench/large-corpus.ts [TEXTS] [UPDATES]
 *
 * Trains on made texts of 80 words, kept on disk and kept in memory, and prints for each the peak resident memory of its process
 * and the time of an update. The two train in turn, a tenth of the updates at a time, so that both have the same machine.
 * The one on disk reads and tokenises the texts; the other takes over the tokens that it kept.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { TokenisedCorpus } from '../src/data/corpus.ts'
import { loadTokenisedCorpus } from '../src/data/load-corpus.ts'
import { loadEngine } from '../src/engines/load-engine.ts'
import { Random } from '../src/random.ts'
import { keepProbabilityOf, optimizerOf } from '../src/settings/engine-settings.ts'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { presets } from '../src/settings/presets.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { inMemory } from '../src/text/sequences.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { trainingLoop } from '../src/training/loop.ts'
import { freshSession } from '../src/training/session.ts'
import { median } from './measure.ts'

const places = ['disk', 'memory'] as const
type Place = (typeof places)[number]

/** What a process says when it is ready, after each turn, and at last. */
interface Report {
  readonly seconds: number
  readonly peakMegabytes: number
}

const turns = 10
const wordsInText = 80

const [first = '600000', second = '300', folder] = process.argv.slice(2)
if (places.includes(first as Place)) await trainOn(first as Place, Number(second), folder!)
else await compare(Number(first), Number(second))

async function compare(texts: number, updates: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-large-'))
  const children: ChildProcess[] = []
  try {
    await writeTexts(join(folder, 'texts.csv'), texts)
    const trainings: Record<Place, AsyncGenerator<Report>> = {} as never
    for (const place of places) {
      const script = fileURLToPath(import.meta.url)
      const args = [...process.execArgv, script, place, String(updates), folder]
      const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
      children.push(child)
      trainings[place] = reports(child)
      const { value: ready } = await trainings[place].next()
      print({ place, texts, event: 'ready', ...ready })
    }
    const seconds: Record<Place, number[]> = { disk: [], memory: [] }
    const peaks: Record<Place, number> = { disk: 0, memory: 0 }
    for (let turn = 0; turn < turns; turn++) {
      for (const [i, place] of places.entries()) {
        children[i]!.stdin!.write('go\n')
        const { value } = await trainings[place].next()
        seconds[place].push(value.seconds)
        peaks[place] = value.peakMegabytes
      }
    }
    for (const place of places) {
      const msPerUpdate = (1000 * median(seconds[place])) / (updates / turns)
      print({ place, texts, event: 'trained', updates, msPerUpdate, peakMegabytes: peaks[place] })
    }
    const ratios = seconds.disk.map((disk, turn) => seconds.memory[turn]! / disk)
    print({
      event: 'speed of disk against memory',
      median: median(ratios),
      all: ratios.sort((a, b) => a - b),
    })
  } finally {
    for (const child of children) child.stdin!.end()
    rmSync(folder, { recursive: true })
  }
}

/** Every tenth word tells the class, most often the right one; how often a word stands there falls as in real texts. */
async function writeTexts(path: string, texts: number): Promise<void> {
  const random = new Random(1)
  const words = Array.from({ length: 1 << 16 }, (_, i) => {
    const rank = Math.floor(50_000 ** (i / (1 << 16)))
    return `w${rank.toString(36)}`
  })
  const file = createWriteStream(path)
  file.write('text,label\n')
  for (let i = 0; i < texts; i++) {
    const label = i & 1
    const text: string[] = []
    for (let n = 0; n < wordsInText; n++) {
      const drawn = random.uint32()
      text.push(n % 10 === 9 ? `cue${(drawn & 3) === 0 ? 1 - label : label}` : words[drawn >>> 16]!)
    }
    const ready = file.write(`${text.join(' ')},${label === 0 ? 'negative' : 'positive'}\n`)
    if (!ready) await new Promise<void>(resolve => file.once('drain', () => resolve()))
  }
  file.end()
  await finished(file)
}

async function* reports({ stdout }: ChildProcess): AsyncGenerator<Report> {
  for await (const line of createInterface({ input: stdout! })) yield JSON.parse(line)
}

/** In a process of its own: makes all ready, and does a tenth of the updates at each line that comes in. */
async function trainOn(place: Place, updates: number, folder: string): Promise<void> {
  const begin = performance.now()
  const hyperparameters = {
    ...defaults(hyperparameterTable),
    ...presets.auto,
    ...{
      ngrams: false,
      wordVectorEpochs: 0,
      dimension: 128,
      batchSize: 64,
      displayInterval: 1,
      validationPortion: 0.05,
    },
  }
  const settings = defaults(runSettingTable)
  const request = { data: join(folder, 'texts.csv') }
  const tokenizer = await loadTokenizer(hyperparameters.tokenizer)
  const stored = await loadTokenisedCorpus(request, tokenizer, { cacheFolder: folder, tokensInMemory: 0 })
  const corpus: TokenisedCorpus = place === 'disk' ? stored : { ...stored, train: inMemory(stored.train) }
  const { openEngine, openSkipGram } = await loadEngine(settings.engine)
  const { data, network } = await freshSession(
    corpus,
    request,
    { hyperparameters, reasons: [] },
    { openSkipGram },
  )
  const { sizes, state } = network!
  const engine = await openEngine({
    ...{ sizes, state: state.engine, optimizer: optimizerOf(hyperparameters) },
    ...{ weightDecay: 0, adversarial: 0, maximumNorm: hyperparameters.maximumNorm },
    ...{ keepProbability: keepProbabilityOf(hyperparameters), threads: 2, vectorWidth: settings.vectorWidth },
  })
  const loop = trainingLoop({
    ...{ data, hyperparameters, sizes, engine, state },
    save: async () => {},
    saveBest: async () => {},
    stop: () => undefined,
  })
  await loop.next()
  report(begin)
  for await (const _ of createInterface({ input: process.stdin })) {
    const start = performance.now()
    for (let n = 0; n < updates / turns; n++) await loop.next()
    report(start)
  }
  await engine.dispose()
}

function report(begin: number): void {
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  print({ seconds: (performance.now() - begin) / 1000, peakMegabytes })
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
