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
