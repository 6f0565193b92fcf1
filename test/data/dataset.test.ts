import { describe, expect, it } from 'vitest'
import { TextDataset } from '../../src/data/dataset.ts'
import { TokenWriter } from '../../src/data/token-file.ts'
import { Random } from '../../src/random.ts'
import type { Sequences, StoredSequences } from '../../src/text/sequences.ts'
import { allTexts } from './all-texts.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Text i has i % 5 tokens, all of them i. */
function texts(count: number): Sequences {
  const all = Array.from({ length: count }, (_, i) => new Array<number>(i % 5).fill(i))
  const offsets = new Int32Array(count + 1)
  for (const [i, text] of all.entries()) offsets[i + 1] = offsets[i]! + text.length
  return { tokens: Int32Array.from(all.flat()), offsets, labels: Int32Array.from(all, (_, i) => i % 3) }
}

async function onDisk({ tokens, offsets, labels }: Sequences): Promise<StoredSequences> {
  const locality = { block: 16, kept: 16 }
  const writer = new TokenWriter({ most: 0, folder: await temporaryFolder(), locality })
  writer.append(tokens)
  return { tokens: writer.finish()(0, tokens.length), offsets, labels }
}

const count = 400
const all = texts(count)
const ascending = (values: Iterable<number>) => [...values].sort((a, b) => a - b)
const everyIndex = Array.from({ length: count }, (_, i) => i)

describe('a dataset on disk', () => {
  it('gives the same texts as one in memory, through views and other ids', async () => {
    const [memory, disk] = [all, await onDisk(all)].map(stored =>
      new TextDataset(stored)
        .shorterThan(4)
        .view(Int32Array.from({ length: 100 }, (_, i) => 3 * i))
        .inIds(token => token + 2),
    )
    expect(disk!.size).toBe(100)
    expect(disk!.labels()).toEqual(memory!.labels())
    expect(allTexts(disk!)).toEqual(allTexts(memory!))
    expect(Array.from(disk!.tokens(), text => [...text])).toEqual(
      Array.from(memory!.tokens(), text => [...text]),
    )
  })

  it('is in the order of the file when sorted, the one in memory in that of lengths', async () => {
    const shuffled = new Random(1).permutation(count)
    const disk = new TextDataset(await onDisk(all)).view(shuffled).sorted()
    expect(allTexts(disk)).toEqual(all)
    const memory = new TextDataset(all).view(shuffled).sorted()
    const lengths = everyIndex.map(index => memory.length(index))
    expect(lengths).toEqual(ascending(lengths))
  })

  it('has every text once in an epoch, in an order that the seed decides, near texts not together', async () => {
    const disk = new TextDataset(await onDisk(all))
    const order = disk.order(new Random(1))
    expect(ascending(order)).toEqual(everyIndex)
    expect(disk.order(new Random(1))).toEqual(order)
    expect(disk.order(new Random(2))).not.toEqual(order)
    const neighbours = order.filter((text, at) => Math.abs(text - order[at - 1]!) === 1).length
    expect(neighbours).toBeLessThan(count / 5)
  })

  it('reads few blocks at a time for an epoch, and each of them in one stretch of it', async () => {
    const stored = await onDisk(all)
    const order = new TextDataset(stored).order(new Random(1))
    const spans = new Map<number, [first: number, last: number]>()
    for (const [at, text] of order.entries()) {
      const block = stored.offsets[text]! >> 4
      spans.set(block, [spans.get(block)?.[0] ?? at, at])
    }
    // Four blocks are mixed at a time: of 16 tokens and so of 8 texts each, or one or two more.
    for (const [first, last] of spans.values()) expect(last - first).toBeLessThan(4 * 10)
  })

  it('has the texts of an epoch that were drawn, as often as they were', async () => {
    const drawn = Int32Array.of(7, 390, 7, 3, 200, 8)
    const order = new TextDataset(await onDisk(all)).order(new Random(1), drawn)
    expect(ascending(order)).toEqual(ascending(drawn))
    expect(new TextDataset(all).order(new Random(1), drawn)).toBe(drawn)
  })

  it('is gone through in stretches that are at hand; the one in memory in one', async () => {
    expect([...new TextDataset(all).stretches()]).toEqual([[0, count]])
    const stretches = [...new TextDataset(await onDisk(all)).stretches()]
    expect(stretches.length).toBeGreaterThan(5)
    expect(stretches.flatMap(([start, end]) => everyIndex.slice(start, end))).toEqual(everyIndex)
  })
})
