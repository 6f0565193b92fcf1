/** The official example's files in and out, through the real program. */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { InferenceSession } from 'onnxruntime-web'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readDictionary } from '../../src/data/dictionary.ts'
import { decodeNpz } from '../../src/formats/npz.ts'
import { decodeSafetensors } from '../../src/formats/safetensors.ts'
import { decodeModel } from '../../src/storage/model-file.ts'
import { pickled } from '../data/pickled.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import { officialFile, officialPath } from '../storage/official-files.ts'

const folder = temporaryFolder()
const lstm = (args: string[], input?: string) =>
  runLstm(args, { folder, ...(input !== undefined && { input }) })
const lines = (text: string) => text.split('\n').slice(0, -1)

const reviews: { ids: number[]; probabilities: [number, number] }[] = JSON.parse(
  officialFile('lstm_model.json').toString(),
)
const idLines = reviews.map(({ ids }) => `${ids.join(' ')}\n`).join('')
const words = Array.from({ length: 38 }, (_, i) => `word${i}`)

/** Predictions for lines of ids, as the probability of each class. */
async function predictIds(model: string, input: string): Promise<number[][]> {
  const args = ['predict', '--checkpoint', model, '--input-format', 'ids', '--format', 'json', '--quiet']
  const { code, stdout, stderr } = await lstm(args, input)
  expect([code, stderr]).toEqual([0, ''])
  return lines(stdout).map(line =>
    JSON.parse(line).probabilities.map(({ probability }: { probability: number }) => probability),
  )
}

async function storedModel(path: string) {
  return decodeModel(decodeSafetensors(await readFile(join(folder, path)), path), path)
}

beforeAll(async () => {
  for (const name of ['lstm_model.npz', 'lstm_model.npz.pkl', 'lstm_model-float64.npz']) {
    await copyFile(officialPath(name), join(folder, name))
  }
  await writeFile(join(folder, 'dict.pkl'), pickled(new Map(words.map((word, i) => [word, i + 2]))))
  const texts = (count: number) => Array.from({ length: count }, (_, i) => reviews[i % 24]!.ids)
  const labels = (count: number) => Array.from({ length: count }, (_, i) => (i < count / 2 ? 1 : 0))
  const split = (count: number) => pickled([texts(count), labels(count)])
  await writeFile(join(folder, 'imdb.pkl'), Buffer.concat([split(40), split(10)]))
  const { code, stderr } = await lstm(['import', 'lstm_model.npz', '--out', 'model.safetensors'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('none: the model can read word ids only')])
})

describe('a model of the official script', () => {
  it('gives the probabilities of an independent float64 computation to 1e-5 for every line of ids', async () => {
    const rows = await predictIds('model.safetensors', idLines)
    expect(rows).toHaveLength(reviews.length)
    rows.forEach((row, i) => {
      row.forEach((value, c) => {
        expect(Math.abs(value - reviews[i]!.probabilities[c]!)).toBeLessThan(1e-5)
      })
    })
  })

  it('gives the same when it was saved as float64, with nothing beside it', async () => {
    const { stderr } = await lstm(['import', 'lstm_model-float64.npz', '--out', 'rounded.safetensors'])
    expect(stderr).toContain('rounded to float32')
    expect(stderr).toContain('none beside the model')
    expect(await predictIds('rounded.safetensors', idLines)).toEqual(
      await predictIds('model.safetensors', idLines),
    )
  })

  it('answers other ids as unknown words, and an empty line with softmax(b)', async () => {
    const [unknown, one, none] = await predictIds('model.safetensors', '5 99999\n5 1\n\n')
    expect(unknown).toEqual(one)
    const { b } = (await storedModel('model.safetensors')).network!.parameters
    expect(none![1]).toBeCloseTo(1 / (1 + Math.exp(b[0]! - b[1]!)), 6)
  })

  it('says which line holds no ids, after answering those before it', async () => {
    const args = ['predict', '--checkpoint', 'model.safetensors', '--input-format', 'ids']
    const { code, stdout, stderr } = await lstm(args, '1 2\n3 x\n4\n')
    expect([code, lines(stdout).length]).toEqual([3, 1])
    expect(stderr).toContain("stdin:2: 'x' is no word id")
  })

  it('says that it can read no text without a dictionary', async () => {
    const { code, stderr } = await lstm(['predict', '--checkpoint', 'model.safetensors', 'hello'])
    expect(code).toBe(4)
    expect(stderr).toMatch(/it can read word ids, but no text\n +give it ids .*--dictionary/)
  })

  it('reads text with one', async () => {
    const args = [
      'import',
      'lstm_model.npz',
      '--dictionary',
      'dict.pkl',
      '--labels',
      'bad,good',
      '--out',
      'text.safetensors',
    ]
    expect((await lstm([...args, '--tokenizer', 'words'])).code).toBe(0)
    const predict = ['predict', '--checkpoint', 'text.safetensors', '--format', 'json']
    const { stdout } = await lstm(predict, 'word3 Word37 word38\n')
    const probabilities: { label: string; probability: number }[] = JSON.parse(stdout).probabilities
    expect(probabilities.map(({ label }) => label)).toEqual(['bad', 'good'])
    expect([probabilities.map(({ probability }) => probability)]).toEqual(
      await predictIds('model.safetensors', '5 39 1\n'),
    )
  })

  it('may have been trained without dropout', async () => {
    expect(
      (await lstm(['import', 'lstm_model.npz', '--no-dropout', '--out', 'whole.safetensors'])).code,
    ).toBe(0)
    expect((await storedModel('whole.safetensors')).hyperparameters.dropout).toBe(false)
    const [half] = await predictIds('model.safetensors', '5 6\n')
    const [whole] = await predictIds('whole.safetensors', '5 6\n')
    const { b } = (await storedModel('model.safetensors')).network!.parameters
    const logOdds = (row: number[]) => Math.log(row[1]! / row[0]!)
    const bias = b[1]! - b[0]!
    expect(logOdds(whole!) - bias).toBeCloseTo(2 * (logOdds(half!) - bias), 4)
  })

  it('is measured on imdb.pkl', async () => {
    const args = ['eval', '--checkpoint', 'model.safetensors', '--data', 'imdb.pkl', '--format', 'json']
    const { code, stdout } = await lstm(args)
    expect(code).toBe(0)
    const right = reviews.slice(0, 10).filter(({ probabilities: [p] }, i) => p < 0.5 === i < 5).length
    expect(JSON.parse(stdout)).toMatchObject({ examples: 10, error: (10 - right) / 10 })
  })

  it.each([
    [['none.npz'], 4, /there is no file none.npz/],
    [['dict.pkl'], 4, /dict.pkl is no readable .npz file/],
    [['lstm_model.npz', '--labels', 'a,b,c'], 2, /--labels wants 2 different names/],
    [['lstm_model.npz', '--dictionary', 'imdb.pkl'], 3, /imdb.pkl is no dictionary of words/],
  ])('is refused: %j', async (args, code, message) => {
    const outcome = await lstm(['import', ...args, '--out', 'refused.safetensors'])
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
    await expect(readFile(join(folder, 'refused.safetensors'))).rejects.toThrow(/ENOENT/)
  })
})

describe('lstm export', () => {
  it('gives every array of the official model back, to the byte', async () => {
    expect((await lstm(['export', 'model.safetensors', '--out', 'back.npz'])).code).toBe(0)
    const back = await decodeNpz(await readFile(join(folder, 'back.npz')), 'x')
    expect({ ...back }).toEqual({ ...(await decodeNpz(officialFile('lstm_model.npz'), 'x')) })
  })

  it('writes ONNX that knows its labels', async () => {
    expect((await lstm(['export', 'text.safetensors', '--out', 'model.onnx'])).code).toBe(0)
    const bytes = await readFile(join(folder, 'model.onnx'))
    const session = await InferenceSession.create(bytes)
    expect(session.inputNames).toEqual(['tokens', 'lengths'])
    expect(bytes.includes('["bad","good"]')).toBe(true)
    expect(bytes.includes('"word37"')).toBe(true)
  })

  it('writes the words beside it', async () => {
    const args = ['export', 'text.safetensors', '--out', 'text.npz', '--dictionary', 'back.dict.pkl']
    expect((await lstm(args)).code).toBe(0)
    expect(await readDictionary(join(folder, 'back.dict.pkl'))).toEqual(words)
  })

  it('wants to know the format, and says why there is none for TensorFlow.js', async () => {
    expect(await lstm(['export', 'model.safetensors', '--out', 'model.bin'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/does not tell its format\n.*--format npz\|onnx\|safetensors/),
    })
    expect((await lstm(['export', '--help'])).stdout).toContain('GlobalAveragePooling1D')
  })
})

describe('lstm inspect', () => {
  it('shows what is inside', async () => {
    const { code, stdout } = await lstm(['inspect', 'text.safetensors'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^labels +bad, good$/m)
    expect(stdout).toMatch(/^vocabulary +38 words$/m)
    expect(stdout).toMatch(/^first words +word0 word1 /m)
    expect(stdout).toMatch(/^Wemb +float32 \[40, 6\]$/m)
    expect(stdout).toMatch(/^producer .*import of the official script's lstm_model.npz$/m)
  })

  it('writes it as JSON', async () => {
    const { stdout } = await lstm(['inspect', '--json', 'model.safetensors'])
    const contents = JSON.parse(stdout)
    expect(contents).toMatchObject({
      sizes: { vocabulary: 40, hidden: 6 },
      parameters: 566,
      resumable: false,
    })
    expect(contents.sha256).toMatch(/^(?!0{64})[0-9a-f]{64}$/)
    expect(contents.vocabulary).toBeUndefined()
  })
})

describe('lstm train on imdb.pkl', () => {
  const settings = ['--dimension', '4', '--maxlen', '0', '--max-epochs', '1', '--validation-portion', '0.2']

  it('keeps the order of the dictionary, and has the official number of embeddings', async () => {
    const args = [
      'train',
      '--data',
      'imdb.pkl',
      '--dictionary',
      'dict.pkl',
      '--vocabulary-size',
      '30',
      '--out',
      'kept',
    ]
    expect((await lstm([...args, ...settings])).code).toBe(0)
    const model = await storedModel('kept/best.safetensors')
    expect(model.vocabulary?.words).toEqual(words.slice(0, 28))
    expect(model.labels).toEqual(['negative', 'positive'])
    expect(model.record?.test_err?.shape).toEqual([])
    expect((await lstm(['eval', '--checkpoint', 'kept'])).stdout).toContain('10')
    expect((await lstm(['predict', '--checkpoint', 'kept', 'word1'])).code).toBe(0)
  })

  it('says clearly that without a dictionary the model can only take ids', async () => {
    const { code, stderr } = await lstm([
      'train',
      '--data',
      'imdb.pkl',
      '--vocabulary-size',
      '40',
      '--out',
      'ids',
      ...settings,
    ])
    expect(code).toBe(0)
    expect(stderr).toContain('no --dictionary: the model will read word ids, but no text')
    expect((await storedModel('ids/best.safetensors')).network!.sizes.vocabulary).toBe(40)
    expect(await predictIds('ids', '5 6 7\n')).toHaveLength(1)
    expect((await lstm(['eval', '--checkpoint', 'ids'])).code).toBe(0)
    expect((await lstm(['train', '--resume', '--out', 'ids', '--max-epochs', '2'])).code).toBe(0)
  })
})

describe('lstm train on aclImdb.tar.gz', () => {
  it('reads the archive itself', async () => {
    const tar = pack()
    for (let i = 0; i < 20; i++) {
      for (const [sign, text] of [
        ['pos', 'good fine'],
        ['neg', 'bad dull'],
      ]) {
        tar.entry({ name: `aclImdb/train/${sign}/${i}_5.txt` }, `${text} ${i}`)
        tar.entry({ name: `aclImdb/test/${sign}/${i}_5.txt` }, `${text} ${i}`)
      }
    }
    tar.finalize()
    await writeFile(join(folder, 'reviews.tar.gz'), gzipSync(await buffer(tar)))
    const args = [
      'train',
      '--data',
      'reviews.tar.gz',
      '--dimension',
      '2',
      '--max-epochs',
      '1',
      '--out',
      'archive',
    ]
    const { code, stderr } = await lstm(args)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/38 train, 2 validation, 40 test/)])
  })
})

describe('lstm data imdb', () => {
  beforeAll(() => {
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '127.0.0.1')
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })

  it.each([
    ['no such file', 404, '', /the server answers 404/],
    [
      'another file',
      200,
      'hello',
      /is not the file it should be: its MD5 is 5d41402abc4b2a76b9719d911017c592/,
    ],
  ])('has one error for %s', async (_, status, body, message) => {
    const server = createServer((_request, response) => void response.writeHead(status).end(body))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.tar.gz`
      const outcome = await lstm(['data', 'imdb', '--from', address, '--out', 'fetched'])
      expect(outcome).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(message) })
    } finally {
      server.close()
    }
  })

  it('takes a file only if it is the official one', async () => {
    expect(await lstm(['data', 'imdb', '--from', 'reviews.tar.gz'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/reviews.tar.gz is not the official archive/),
    })
    expect(await lstm(['data', 'imdb', '--from', 'none.tar.gz'])).toMatchObject({ code: 3 })
  })
})
