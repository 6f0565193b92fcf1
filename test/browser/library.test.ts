/** `lstm/browser` in a real browser, held against the command line and the library in Node. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { load, train } from 'lstm'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder } from '../run-lstm.ts'
import { browserName, inBrowser, noBrowser, type StaticServer, serve, startBrowser } from './real-browser.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const bundle = join(root, 'dist/bundle/')
const pretrained = join(root, 'checkpoints/pretrained.safetensors')
const parts = ['browser.js', 'compute.js', 'worker.js', 'fitting-thread-start.js']
const kernels = ['fused', 'separate', 'single-fused', 'single-separate'].map(build => `build/${build}.wasm`)

const texts = [
  'A wonderful film.',
  'Not bad at all, but two hours of it…',
  'Ünïcödé 👩‍👩‍👧 :-))',
  '',
  'boring '.repeat(300),
]

it('JavaScript and kernels together are less than 400 KB with gzip, and import nothing', async () => {
  const files = await Promise.all([...parts, ...kernels].map(name => readFile(join(bundle, name))))
  expect(gzipSync(Buffer.concat(files)).length).toBeLessThan(400_000)
  for (const file of files.slice(0, parts.length)) {
    // Minified, an import has no blanks; what is wrong is told without the file.
    expect(/\}from["']|\bimport["']|["']node:|\brequire\(/.exec(file.toString())?.[0]).toBeUndefined()
  }
})

it('every file that one of them asks for lies beside it, for bundlers look for all of them', async () => {
  const files = (await readdir(bundle, { recursive: true })).sort()
  expect(files.filter(name => name.endsWith('.js'))).toEqual([...parts].sort())
  const asked: string[] = []
  for (const name of parts) {
    const text = await readFile(join(bundle, name), 'utf8')
    for (const [, from] of text.matchAll(/new URL\(["'`]\.\/([^"'`]+)["'`],\s*import\.meta\.url\)/g))
      asked.push(from!)
  }
  expect(asked).toEqual(expect.arrayContaining(parts.slice(1)))
  // The name of a kernel is put together.
  expect(asked.filter(name => !files.includes(name) && !name.startsWith('build/${'))).toEqual([])
})

it('the files of threads are no modules: webpack copies and minifies them as scripts', async () => {
  for (const name of ['worker.js', 'fitting-thread-start.js']) {
    const text = await readFile(join(bundle, name), 'utf8')
    expect(() => new Script(text, { filename: name })).not.toThrow()
  }
})

describe.skipIf(noBrowser)(`in ${browserName}${noBrowser ? `: ${noBrowser}` : ''}`, inBrowser, () => {
  const folder = temporaryFolder()
  let browser: Browser
  let isolated: StaticServer
  let open: StaticServer

  beforeAll(async () => {
    browser = await startBrowser()
    const folders = { '/lib/': bundle, '/models/': join(root, 'checkpoints/'), '/data/': join(root, 'data/') }
    isolated = await serve(folders, { isolated: true })
    open = await serve(folders, { isolated: false })
  })
  afterAll(async () => {
    await browser?.close()
    isolated?.close()
    open?.close()
  })

  /** A page of that server, whatever it says: the library is imported into it as `lstm`. */
  async function pageOf(server: StaticServer): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(`${server.address}/blank`)
    await ready(page)
    return page
  }

  async function ready(page: Page): Promise<void> {
    await page.evaluate('import("/lib/browser.js").then(lstm => { globalThis.lstm = lstm })')
  }

  it.each([
    ['isolated from other origins, in threads', () => isolated, 'fused', 2],
    ['that is not isolated, in one thread', () => open, 'single-fused', 1],
  ] as const)('a page %s answers to the bit as the command line does', async (_, server, build, least) => {
    const page = await pageOf(server())
    const [answers, threads] = (await page.evaluate(
      `(async texts => {
        const model = await lstm.load('/models/pretrained.safetensors')
        const answers = await model.predict(texts, { explain: true })
        await model.dispose()
        return [answers, model.threads]
      })(${JSON.stringify(texts)})`,
    )) as [unknown[], number]
    await page.close()
    expect(threads).toBeGreaterThanOrEqual(Math.min(least, threads))
    expect(server().asked).toContain(`/lib/build/${build}.wasm`)

    const input = texts.map(text => `${JSON.stringify({ text })}\n`).join('')
    const args = [
      'predict',
      '--checkpoint',
      pretrained,
      '--input-format',
      'jsonl',
      '--format',
      'json',
      '--explain',
    ]
    const { stdout } = await runLstm(args, { input, folder })
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(answers.map(answer => ({ ...(answer as object) }))).toEqual(lines)

    await using model = await load(pretrained)
    const bits = Buffer.from((await model.probabilities(texts)).buffer).toString('hex')
    const again = await pageOf(server())
    const inPage = await again.evaluate(
      `(async texts => {
        const model = await lstm.load('/models/pretrained.safetensors')
        const rows = await model.probabilities(texts)
        await model.dispose()
        return [...new Uint8Array(rows.buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('')
      })(${JSON.stringify(texts)})`,
    )
    await again.close()
    expect(inPage).toBe(bits)
  })

  it('a training whose page is closed without a word was saved at its first update and every few seconds', async () => {
    const settings = {
      tokenizer: 'words',
      maxlen: 0,
      dimension: 8,
      maxEpochs: 2,
      validationPortion: 0.2,
      seed: 1,
    }
    const page = await pageOf(isolated)
    const saved = await page.evaluate(`(async () => {
      const file = new File([await (await fetch('/data/sample.csv')).blob()], 'sample.csv')
      const events = lstm.train(file, ${JSON.stringify({ ...settings, out: 'closed' })})[Symbol.asyncIterator]()
      for (;;) {
        const { value } = await events.next()
        if (value.event === 'saved') return value.update
      }
    })()`)
    expect(saved).toBe(1)
    await page.reload()
    await ready(page)
    const [kept, labels] = (await page.evaluate(`(async () => {
      const [{ update }] = await lstm.keptTrainings()
      const { labels } = await lstm.resume('closed').model
      await lstm.removeTraining('closed')
      return [update, labels.length]
    })()`)) as [number, number]
    await page.close()
    expect([kept, labels]).toEqual([1, 2])
  })

  it('a training that is left goes on after a reload to the same bits, and its model is a file for Node', async () => {
    const settings = {
      tokenizer: 'words',
      maxlen: 0,
      dimension: 8,
      maxEpochs: 3,
      validationPortion: 0.2,
      seed: 1,
    }
    const options = JSON.stringify({ ...settings, displayInterval: 1, out: 'test' })
    const page = await pageOf(isolated)
    const file = `const file = new File([await (await fetch('/data/sample.csv')).blob()], 'sample.csv')`
    const events = (await page.evaluate(`(async () => {
      ${file}
      const events = []
      for await (const { event } of lstm.train(file, ${options})) {
        events.push(event)
        if (events.filter(event => event === 'update').length === 3) break
      }
      return events
    })()`)) as string[]
    expect(events).toContain('start')

    await page.reload()
    await ready(page)
    const [kept, resumed, whole] = (await page.evaluate(`(async () => {
      ${file}
      const kept = await lstm.keptTrainings()
      const text = async training => String(await (await training.model).toBytes())
      const resumed = await text(lstm.resume('test'))
      await lstm.removeTraining('test')
      return [kept, resumed, await text(lstm.train(file, ${options}))]
    })()`)) as [{ name: string; update: number; data: string }[], string, string]
    await page.close()
    expect(kept).toMatchObject([{ name: 'test', update: 3, data: 'sample.csv', finished: false }])
    expect(resumed === whole).toBe(true)

    await using model = await load(Uint8Array.from(whole.split(',').map(Number)))
    expect(await model.predict('A wonderful film.')).toMatchObject({ text: 'A wonderful film.' })
    const [, label] = (await readFile(sampleCsv, 'utf8')).split('\n')[1]!.split(/,(?=[^,]*$)/)
    expect(model.labels).toContain(label!.trim())
  })

  it.each([
    ['isolated from other origins in threads', () => isolated, true],
    ['that is not in one', () => open, false],
  ] as const)('a page %s fits n-grams to the same bits as Node', async (_, server, inThreads) => {
    const options = { ngrams: true, network: false, tokenizer: 'words' } as const
    const page = await pageOf(server())
    const [inPage, cores] = (await page.evaluate(`(async () => {
      const model = await lstm.train((${manyRows})(), ${JSON.stringify(options)}).model
      const bytes = String(await model.toBytes())
      await model.dispose()
      return [bytes, navigator.hardwareConcurrency]
    })()`)) as [string, number]
    await page.close()
    await using model = await train(manyRows(), { ...options, threads: 1 }).model
    expect(inPage === String(await model.toBytes())).toBe(true)
    expect(server().asked.includes('/lib/fitting-thread-start.js')).toBe(inThreads && cores > 1)
  })

  it('a training belongs to one worker at a time, and its name to one training', async () => {
    const page = await pageOf(isolated)
    const codes = await page.evaluate(`(async () => {
      const code = promise => promise.then(() => 'nothing', ({ code, message }) => code + ': ' + message)
      const rows = Array.from({ length: 60 }, (_, n) => ({ text: (n % 2 ? 'good ' : 'bad ') + n, label: n % 2 ? 'x' : 'y' }))
      const training = lstm.train(rows, { out: 'one' })
      const events = training[Symbol.asyncIterator]()
      await events.next()
      const going = await code(lstm.resume('one').model)
      const removed = await code(lstm.removeTraining('one'))
      await events.return()
      const again = await code(lstm.train(rows, { out: 'one' }).model)
      const labels = (await lstm.resume('one').model).labels
      return [going, removed, again, labels]
    })()`)
    await page.close()
    expect(codes).toEqual([
      "usage: the training 'one' is going on, here or in another tab",
      "usage: the training 'one' is going on, here or in another tab",
      "usage: a training named 'one' is kept already",
      ['x', 'y'],
    ])
  })

  it('tells what is wrong as the library does, and asks for nothing but what it is told to load', async () => {
    const page = await pageOf(open)
    const errors = await page.evaluate(`(async () => {
      const told = promise => promise.then(() => 'nothing', ({ name, code, message, hint }) => ({ name, code, message, hint }))
      const rows = [{ text: 'a', label: 'x' }]
      return [
        await told(lstm.load('/models/none.safetensors')),
        await told(lstm.load(new Uint8Array(100))),
        await told(lstm.train(new File(['a,b\\n1,2\\n'], 'x.csv')).model),
        await told(lstm.train(rows).model),
        await told(lstm.train(rows, { dimensions: 3 }).model),
        await told(lstm.train(new File(['PAR1....PAR1'], 'x.parquet')).model),
        await told(lstm.resume('never').model),
      ]
    })()`)
    await page.close()
    expect(errors).toMatchObject(
      [
        {
          name: 'LstmError',
          code: 'model',
          message: /\/models\/none\.safetensors cannot be had: the server answers 404/,
        },
        { code: 'model', message: /100 bytes/ },
        { code: 'data', message: /^x\.csv:1: no text column/ },
        { code: 'data', message: /only one label/ },
        { code: 'usage', message: "there is no option 'dimensions'" },
        { code: 'usage', message: /x\.parquet is of the format parquet/ },
        { code: 'model', message: "no training named 'never' is kept here" },
      ].map(({ message, ...rest }) => ({
        ...rest,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      })),
    )
    const expected =
      /^\/(blank|favicon\.ico|lib\/(browser|compute|worker)\.js|lib\/build\/[\w-]+\.wasm|models\/\w+\.safetensors)$/
    expect(open.asked.filter(path => !expected.test(path))).toEqual([])
  })
})

/** Enough of them that threads are worth it; runs in the page as well. */
function manyRows(): { text: string; label: string }[] {
  return Array.from({ length: 1200 }, (_, n) => {
    const words = Array.from({ length: 16 }, (_, i) => `word${(n * (i + 7) * 31 + i * i) % 397}`)
    return {
      text: `${words.join(' ')} ${n % 3 === 0 ? 'good' : n % 3 === 1 ? 'bad' : 'plain'}`,
      label: String(n % 3),
    }
  })
}
