import { afterEach, describe, expect, it } from 'vitest'
import { filesOf } from '../../src/commands/data-options.ts'

const { isTTY } = process.stdin
const beTerminal = (value: boolean) =>
  Object.defineProperty(process.stdin, 'isTTY', { value, configurable: true })
afterEach(() => beTerminal(isTTY))

describe('the files of a command', () => {
  it('are not awaited from a terminal, where nobody would type them', () => {
    beTerminal(true)
    for (const request of [{ data: '-' }, { data: 'a.csv', test: '-' }])
      expect(() => filesOf(request)).toThrow('nothing is piped to it')
    expect(filesOf({ data: 'a.csv' }).request).toEqual({ data: 'a.csv' })
    beTerminal(false)
    expect(filesOf({ data: '-' }).request).toEqual({ data: '-' })
  })
})
