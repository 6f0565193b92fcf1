import { describe, expect, it } from 'vitest'
import { colouredReasons, plainReasons, wantsColours } from '../../src/commands/reasons.ts'
import type { Explanation } from '../../src/model/explanation.ts'

const explanation: Explanation = {
  label: 'positive',
  against: 'negative',
  bias: -0.0216,
  logOdds: 1.1,
  tokens: [
    { token: 'a', contribution: 0.013, known: true },
    { token: 'gripping', contribution: 0.9, known: true },
    { token: 'but', contribution: -0.4, known: true },
    { token: 'qwxyz', contribution: -0.1004, known: false },
    { token: 'tale', contribution: -0.0001, known: false },
  ],
}

describe('plainReasons', () => {
  it('shows the bias, then each token with its contribution, unknown words with a question mark', () => {
    expect(plainReasons(explanation)).toBe(
      '[-0.022] a[+0.013] gripping[+0.900] but[-0.400] qwxyz[-0.100?] tale[-0.000?]',
    )
  })

  it('shows the words as they are written, and last those that say something together', () => {
    const original = "It's NOT   bad"
    const tokens = [
      { token: 'it', contribution: 0.01, known: true, start: 0, end: 2 },
      { token: '&apos;s', contribution: 0.02, known: true, start: 2, end: 4 },
      { token: 'not', contribution: 0.7, known: true, start: 5, end: 8 },
      { token: 'bad', contribution: 0.5, known: true, start: 11, end: 14 },
    ]
    const told = { ...explanation, tokens, groups: [{ first: 2, tokens: 2, contribution: 1.2 }] }
    expect(plainReasons(told, original)).toBe(
      "[-0.022] It[+0.010] 's[+0.020] NOT[+0.700] bad[+0.500] | NOT   bad[+1.200]",
    )
    expect(colouredReasons(told, original).replaceAll('\u001b', '^')).toBe(
      "It's ^[1;7;32mNOT^[0m   ^[1;7;32mbad^[0m | ^[32mNOT   bad[+1.200]^[0m",
    )
  })

  it('shows only the bias of a text without a token', () => {
    expect(plainReasons({ ...explanation, tokens: [] })).toBe('[-0.022]')
  })

  it('shows the rest of a very long text as one number', () => {
    const rest = { tokens: 1000, contribution: 0.25 }
    expect(plainReasons({ ...explanation, tokens: [], rest })).toBe('[-0.022] ...[+0.250]')
  })
})

describe('colouredReasons', () => {
  it('tells the sign by green and magenta, the strength by reverse and bold, unknown words by a line under them', () => {
    expect(colouredReasons(explanation).replaceAll('\u001b', '^')).toBe(
      'a ^[1;7;32mgripping^[0m ^[1;35mbut^[0m ^[4;35mqwxyz^[0m ^[4mtale^[0m',
    )
  })

  it('colours nothing where every contribution is 0', () => {
    const tokens = [{ token: 'a', contribution: 0, known: true }]
    expect(colouredReasons({ ...explanation, tokens })).toBe('a')
  })
})

describe('wantsColours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{}, {}, false],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{}, { FORCE_COLOR: '1' }, true],
    [{}, { FORCE_COLOR: '' }, true],
    [{}, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
    [{ isTTY: true }, { FORCE_COLOR: 'false' }, false],
  ])('%j with %j: %s', (stream, environment, wanted) => {
    expect(wantsColours(stream, environment)).toBe(wanted)
  })
})
