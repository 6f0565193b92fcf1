import { describe, expect, it } from 'vitest'
import { memoryInput } from '../../../src/data/input/input.ts'
import { treesReader } from '../../../src/data/readers/trees.ts'
import type { Reading } from '../../../src/data/reading.ts'
import { silent } from '../../../src/data/reading.ts'

async function read(contents: string, reading: Reading = {}) {
  const chunks = (async function* () {
    yield Buffer.from(contents)
  })()
  const { train } = await treesReader.read(await memoryInput(chunks, 'some.trees'), reading, silent)
  const examples: string[] = []
  for await (const { label, text, place } of train) examples.push(`${place} ${label} ${text}`)
  return examples
}

describe('treesReader', () => {
  it('makes a text of every phrase', async () => {
    expect(await read('(3 (2 A) (4 joy))\n\n(1 (2 not) (3 it))\n')).toEqual([
      'some.trees:1 2 A',
      'some.trees:1 4 joy',
      'some.trees:1 3 A joy',
      'some.trees:3 2 not',
      'some.trees:3 3 it',
      'some.trees:3 1 not it',
    ])
  })

  it('refuses a line that is no tree, and leaves it out where it may', async () => {
    await expect(read('(3 (2 A) (4 joy)\n')).rejects.toThrow('some.trees:1: a bracket is not closed')
    expect(await read('(3 A\n(2 B)\n', { skipBad: true })).toEqual(['some.trees:2 2 B'])
  })
})
