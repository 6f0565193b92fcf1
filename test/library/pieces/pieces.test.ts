import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/evaluation/decision.ts'
import { type Answers, evaluation } from '../../../src/evaluation/evaluation.ts'
import { remarksOnAnswers } from '../../../src/evaluation/remarks.ts'
import { slicesOf, type TextProperties } from '../../../src/evaluation/slices.ts'
import { linesOf } from '../../../src/formats/lines.ts'
import { checkPieces, type PieceSource } from '../../../src/formats/work-pieces.ts'
import { check, readCorpus } from '../../../src/index.ts'
import { mergedAnswers, pieceOf, pieceOfAnswers } from '../../../src/library/pieces/piece-of-answers.ts'
import { mergedCheck, pieceOfCheck } from '../../../src/library/pieces/piece-of-check.ts'
import { CorpusFiles } from '../../../src/library/read-corpus.ts'
import type { SelectedTexts } from '../../../src/library/selected-texts.ts'
import type { Decision } from '../../../src/model/rule.ts'
import { cleanRows, csvOf } from '../../check/planted.ts'
import { cutText } from '../../formats/streams.ts'
import { temporaryFolder } from '../../run-lstm.ts'

const folder = temporaryFolder()

const sourceOf = (lines: string, n: number): PieceSource => ({
  name: `piece ${n}`,
  lines: () => linesOf(cutText(lines, 1000), `piece ${n}`),
})

const allOf = async (lines: Iterable<string> | AsyncIterable<string>) => {
  let all = ''
  for await (const line of lines) all += line
  return all
}

/** Texts, what was answered to them, and what the figures are made by. */
const measured = fc.integer({ min: 2, max: 3 }).chain(classes =>
  fc
    .array(
      fc.record({
        label: fc.nat(classes - 1),
        scores: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
          minLength: classes,
          maxLength: classes,
        }),
        tokens: fc.nat(40),
        unknown: fc.double({ min: 0, max: 1, noNaN: true }),
        value: fc.constantFrom('here', 'there', '', 'a "quoted"\nline'),
      }),
      { minLength: 1, maxLength: 20 },
    )
    .map(texts => ({ classes, texts })),
)

const decision: Decision = { abstain: 0.6, texts: 20, promise: 'error of answers: 10.0 %' }

describe('pieces of answers', () => {
  it('come out as all answers at once, however many there are, with or without a column, unknown words and a decision', async () => {
    const options = fc.record({
      of: fc.integer({ min: 1, max: 5 }),
      sliced: fc.boolean(),
      known: fc.boolean(),
      decided: fc.boolean(),
    })
    const result = (examples: number, error: number) => ({ examples, error })
    const results = { updates: 3, train: result(9, 0), validation: result(9, 0.9), test: result(0, 0) }
    await fc.assert(
      fc.asyncProperty(measured, options, async ({ classes, texts }, { of, sliced, known, decided }) => {
        const labelNames = ['bad', 'good', 'odd'].slice(0, classes)
        const answersOf = (some: typeof texts): Answers => ({
          labelNames,
          labels: Int32Array.from(some, ({ label }) => label),
          probabilities: Float32Array.from(some.flatMap(({ scores }) => scores)),
        })
        const propertiesOf = (some: typeof texts): TextProperties => ({
          lengths: some.map(({ tokens }) => tokens),
          ...(known && { unknown: some.map(({ unknown }) => unknown) }),
        })
        const counts = { offered: 30, measured: texts.length, leftOut: 10, trainedOn: null, new: 20 }
        const head = {
          ...{ model: 'm', data: 'd.csv', texts: counts, labelNames, format: 'json' as const },
          ...(sliced && { slice: 'place' }),
          ...(decided && { decision }),
          ...{ notices: ['told before'], results },
        }
        const sources = Array.from({ length: of }, (_, index) => {
          const own = texts.filter((_, n) => n % of === index)
          const values = sliced ? own.map(({ value }) => value) : []
          const about = [Uint8Array.of(1, 2), Uint8Array.of(3)]
          const piece = pieceOfAnswers({ index, of }, head, answersOf(own), propertiesOf(own), values, about)
          return sourceOf([...piece].join(''), index)
        })
        const all = await checkPieces(sources.toReversed())
        expect([all.work, all.total]).toEqual(['eval', texts.length])

        const answers = answersOf(texts)
        const column = sliced ? { by: 'place', values: texts.map(({ value }) => value) } : undefined
        expect(await mergedAnswers(all.texts())).toEqual({
          ...{ model: 'm', data: 'd.csv', texts: counts, format: 'json', slice: column?.by },
          notices: ['told before', ...remarksOnAnswers(answers, results, false)],
          measured: evaluation(answers),
          slices: slicesOf(answers, propertiesOf(texts), column),
          decided: decide(undefined, { labels: labelNames, ...(decided && { decision }) }, answers),
        })
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    [{ label: 2, tokens: 1, probabilities: [0.5, 0.5] }, 'label is none of 2 labels'],
    [{ label: 0, tokens: 1, probabilities: [0.5, 0.25, 0.25] }, 'probabilities are not 2 numbers'],
  ])('are no figures where one is damaged: %j', async (item, message) => {
    const texts = { offered: 1, measured: 1, leftOut: 0, trainedOn: 0, new: 1 }
    const head = { model: 'm', data: 'd', texts, labelNames: ['a', 'b'], format: 'text', notices: [] }
    async function* lines() {
      for (const value of [head, item]) yield JSON.stringify(value)
    }
    await expect(mergedAnswers(lines())).rejects.toThrow(message)
  })

  it('are of another work where anything of what they depend on differs', async () => {
    const piece = (index: number, byte: number) => {
      const answers = {
        labelNames: ['a', 'b'],
        labels: Int32Array.of(index),
        probabilities: Float32Array.of(0.4, 0.6),
      }
      const counts = { offered: 2, measured: 2, leftOut: 0, trainedOn: 0, new: 2 }
      const head = {
        ...{ model: 'm', data: 'd', texts: counts, labelNames: ['a', 'b'], format: 'text' as const },
        notices: [],
      }
      const about = [Uint8Array.of(7), Uint8Array.of(byte)]
      const lines = pieceOfAnswers({ index, of: 2 }, head, answers, { lengths: [3] }, [], about)
      return sourceOf([...lines].join(''), index)
    }
    expect((await checkPieces([piece(0, 1), piece(1, 1)])).total).toBe(2)
    await expect(checkPieces([piece(0, 1), piece(1, 2)])).rejects.toThrow('is a piece of another work')
  })

  it('are every so many of the texts that are measured, with all that is known of each', () => {
    const texts = {
      tokens: Int32Array.from([2, 3, 3, 4, 4, 4, 5]),
      offsets: Int32Array.from([0, 1, 3, 6, 7]),
      labels: Int32Array.from([0, 1, 1, 0]),
    }
    const counts = { offered: 9, measured: 4, leftOut: 5, trainedOn: 2, new: 2 }
    const selected = (trainedOn?: Uint8Array) =>
      ({
        name: 'd',
        corpus: undefined,
        selection: {
          ...{ texts, split: 'test', indices: Int32Array.of(1, 4, 6, 8), trainedOn },
          ...{ counts, remarks: ['told'] },
        },
      }) as unknown as SelectedTexts
    const { selection, name } = pieceOf(selected(Uint8Array.of(1, 0, 1, 0)), { index: 1, of: 3 })
    expect([name, selection]).toEqual([
      'd',
      {
        texts: { tokens: Int32Array.of(3, 3), offsets: Int32Array.of(0, 2), labels: Int32Array.of(1) },
        ...{ split: 'test', indices: Int32Array.of(4), trainedOn: Uint8Array.of(0) },
        ...{ counts, remarks: ['told'] },
      },
    ])
    expect([...pieceOf(selected(), { index: 0, of: 3 }).selection.indices]).toEqual([1, 8])
    expect(pieceOf(selected(), { index: 0, of: 3 }).selection.trainedOn).toBeUndefined()
  })
})

describe('pieces of a check', () => {
  it('come out as the whole check, with the learning curve and the labels in doubt', async () => {
    const path = join(folder, 'checked.csv')
    const rows = cleanRows(130)
    const wrong = { ...rows[4]!, label: rows[4]!.label === 'positive' ? 'negative' : 'positive' }
    await writeFile(path, csvOf([...rows, wrong, rows[0]!]))
    const files = readCorpus(path) as CorpusFiles
    expect(files).toBeInstanceOf(CorpusFiles)
    const { check: whole } = await check(files)
    expect(whole.outlook?.curve.length).toBeGreaterThan(1)
    const pieces = await Promise.all(
      [0, 1, 2].map(index => allOf(pieceOfCheck(files, { index, of: 3 }, { data: path, format: 'text' }))),
    )
    const all = await checkPieces(pieces.map(sourceOf))
    expect(all.work).toBe('check')
    expect(await mergedCheck(all.texts())).toEqual({ head: { data: path, format: 'text' }, check: whole })
  })
})
