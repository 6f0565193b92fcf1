/** What a worker of the library in a page is made of, without a page around it. */
import { afterEach, expect, it, vi } from 'vitest'
import { fileOfRows, rowsOf } from '../../src/browser/file-texts.ts'
import { openWork } from '../../src/browser/work.ts'
import type { LabelledRow } from '../../src/data/labelled-rows.ts'

afterEach(() => vi.unstubAllGlobals())

const all = async (rows: AsyncIterable<LabelledRow>) => {
  const found: LabelledRow[] = []
  for await (const row of rows) found.push(row)
  return found
}

it.each([
  [[{ text: 'a', label: 'x' }]],
  [
    [
      { text: 'a', label: 'x', weight: 2 },
      { text: 'b', label: 'y', weight: 1 },
    ],
  ],
  [
    [
      { text: 'a', label: 'x', validation: true },
      { text: 'b', label: 'y', validation: false },
    ],
  ],
])('rows reach the worker with all that they say: %j', async rows => {
  expect(await all(rowsOf(await fileOfRows(rows), () => {}))).toEqual(rows)
})

it('a file is read with its weights, and a column of it named validation says nothing', async () => {
  const file = new Blob(['text,label,w,validation\na,x,2,true\nb,y,1,false\n'])
  const texts = { file, name: 'a.csv', reading: { weightColumn: 'w' } }
  expect(await all(rowsOf(texts, () => {}))).toEqual([
    { text: 'a', label: 'x', weight: 2 },
    { text: 'b', label: 'y', weight: 1 },
  ])
})

it('a training of wrong settings leaves nothing where it was to be kept', async () => {
  const kept: string[] = []
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('indexedDB', { open: (name: string) => kept.push(name) })
  const train = await fileOfRows([{ text: 'a', label: 'x' }])
  await expect(openWork().train({ train }, { dimension: 0 }, 'mine')).rejects.toThrow(/^dimension wants/)
  expect(kept).toEqual([])
})

it('a model that the browser has no room to keep is there all the same', async () => {
  const heard: Record<string, (event: object) => void> = {}
  const response = new Response('the model')
  const cache = {
    put: async () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
    match: async () => undefined,
  }
  vi.stubGlobal('addEventListener', (name: string, hear: (event: object) => void) => {
    heard[name] = hear
  })
  vi.stubGlobal('location', { origin: 'https://a.example' })
  vi.stubGlobal('caches', { open: async () => cache })
  vi.stubGlobal('fetch', async () => response)
  vi.stubGlobal('pageFiles', [])
  vi.stubGlobal('pageVersion', '1')
  await import('../../src/browser/page/service-worker.ts')
  const answer = await new Promise<Response>((resolve, reject) => {
    const request = new Request('https://a.example/model.safetensors')
    heard.fetch!({ request, respondWith: (made: Promise<Response>) => made.then(resolve, reject) })
  })
  expect(await answer.text()).toBe('the model')
})
