import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, printable, printableJson, wrapped } from '../src/printable.ts'

describe('printable', () => {
  it.each([
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[2J\u009b31m\u0007\u0000\u007f', '\\u001b[2J\\u009b31m\\u0007\\u0000\\u007f'],
    ['\u2028\u2029\u0085', '\\u2028\\u2029\\u0085'],
    ['abc\u202egpj.exe\u2066\u200f', 'abc\\u202egpj.exe\\u2066\\u200f'],
    ['po\u00adsitive\u200b\ufeff', 'po\\u00adsitive\\u200b\\ufeff'],
    ['hidden\u{e0041}', 'hidden\\u{e0041}'],
    ['half \ud83d of \ude00, 😀', 'half \\ud83d of \\ude00, 😀'],
  ])('%j: escapes what acts or stands there unseen', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('leaves the letters of all languages, emoji and backslashes alone', () => {
    for (const text of [
      'C:\\new',
      'مراجعة\u06dd',
      'می\u200cخواهم',
      '👩\u200d👩\u200d👧 ❤\ufe0f',
      'เยี่ยม',
      '  ',
    ])
      expect(printable(text)).toBe(text)
  })

  it('gives one line without control characters, the same again, for all texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = printable(text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
        expect(printable(shown)).toBe(shown)
      }),
    )
  })
})

describe('printableJson', () => {
  it('gives the same value back, without what acts on a terminal, for all values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        const json = printableJson(JSON.stringify(value))
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(json).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
      }),
    )
  })
})

describe('fitted', () => {
  it('leaves out whole words at the end, and says so', () => {
    expect(fitted('epoch 3, cost 0.1234', 20)).toBe('epoch 3, cost 0.1234')
    expect(fitted('epoch 3, cost 0.1234', 19)).toBe('epoch 3, cost …')
    expect(fitted('epoch 3, cost 0.1234', 12)).toBe('epoch 3, …')
    // The sign that something is left out has room as well.
    expect(fitted('what would be trained, how long', 27)).toBe('what would be trained, …')
    expect(fitted('12345678', 4)).toBe('')
  })

  it('cuts no word and is never wider than there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\w{1,9}$/)), fc.nat(60), (words, width) => {
        const shown = fitted(words.join(' '), width)
        expect(shown.length).toBeLessThanOrEqual(width)
        const kept = shown.replace(/ ?…$/, '').split(' ').filter(Boolean)
        expect(kept).toEqual(words.slice(0, kept.length))
      }),
    )
  })
})

describe('a command that a line ends with', () => {
  it('is divided as a shell reads it, not in quotes', () => {
    expect(wrapped("next:  lstm eval --checkpoint 'my models/m 2' --data labelled.csv", 44)).toBe(
      "next:  lstm eval --checkpoint \\\n         'my models/m 2' --data labelled.csv",
    )
    expect(wrapped('      go on with: lstm train --resume --out checkpoints/mine', 40)).toBe(
      '      go on with:\n  lstm train --resume --out \\\n    checkpoints/mine',
    )
    expect(wrapped('an lstm reads --data and more than that', 20)).not.toContain('\\')
  })

  it('is the same to a shell, and no wider than the terminal where its words are not, for all commands', () => {
    const word = fc.constantFrom(
      '--data',
      "'two words'",
      'a.csv',
      "'it'\\''s so'",
      '--seed',
      '123',
      '<',
      'in.txt',
    )
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 30, max: 70 }),
        (words, width) => {
          const command = `lstm eval --all ${words.join(' ')}`
          const lines = wrapped(`next:  ${command}`, width).split('\n')
          expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
          const whole = lines.join('\n').slice('next:  '.length)
          const asShell = (text: string) =>
            execFileSync('sh', ['-c', `printf '%s|' ${text.replaceAll('<', '')}`]).toString()
          expect(asShell(whole)).toBe(asShell(command))
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('wrapped', () => {
  it('divides a line at blanks, below what came after a narrow first column', () => {
    expect(wrapped('texts       1,234 train, 56 validation', 40)).toBe(
      'texts       1,234 train, 56 validation',
    )
    expect(wrapped('texts       1,234 train, 56 validation, 0 test', 40)).toBe(
      'texts       1,234 train, 56 validation,\n            0 test',
    )
    expect(wrapped('update 12: error  training 12.3 %', 20)).toBe('update 12: error\n  training 12.3 %')
  })

  it('leaves a number with its unit, and a long word to the terminal', () => {
    // An example of a finding, whose place takes half of the line; an interval is one thing.
    expect(wrapped('            train.csv:127  negative (likely positive): good', 40)).toBe(
      '            train.csv:127  negative\n              (likely positive): good',
    )
    expect(wrapped('b - a  -6.37 %  [-11.03, -2.06]', 26)).toBe('b - a  -6.37 %\n  [-11.03, -2.06]')
    expect(wrapped('it has 12.5 % of all', 11)).toBe('it has\n  12.5 % of\n  all')
    expect(wrapped('in 12.5 MB', 8)).toBe('in\n  12.5 MB')
    expect(wrapped('a /very/long/path/to/a/file b', 10)).toBe('a\n  /very/long/path/to/a/file\n  b')
  })

  it('has blanks for tabs, and no room for colours', () => {
    expect(wrapped('good\t0.5\ttwo words', 20)).toBe('good    0.5     two\n  words')
    expect(wrapped('\u001b[32mone two\u001b[0m three', 13)).toBe('\u001b[32mone two\u001b[0m three')
  })

  it('is quick for a line of a million characters', () => {
    const line = 'a film '.repeat(150_000)
    expect(wrapped(line, 80).split(/\s+/).length).toBe(300_001)
  })

  it('keeps all words in their order, none cut, and no line wider than there is room but for a long word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\w{1,9}$/)),
        fc.integer({ min: 12, max: 60 }),
        (words, width) => {
          const lines = wrapped(words.join(' '), width).split('\n')
          expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(words)
          for (const line of lines)
            expect(line.length <= width || line.trim().split(' ').length <= 2).toBe(true)
        },
      ),
    )
  })
})
