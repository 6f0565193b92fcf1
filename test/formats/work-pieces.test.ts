import { describe, expect, it } from 'vitest'
import { linesOf } from '../../src/formats/lines.ts'
import {
  checkPieces,
  type PieceSource,
  pieceBegin,
  pieceEnd,
  pieceItem,
} from '../../src/formats/work-pieces.ts'
import { cutText } from './streams.ts'

/** Sources of five items in so many pieces, and how many of them are open. */
function pieces(of: number) {
  const state = { open: 0 }
  const sources = Array.from({ length: of }, (_, index): PieceSource => {
    const own = [0, 1, 2, 3, 4].filter(n => n % of === index)
    const text = [
      pieceBegin({ work: 'predict', head: 'head\n', index, of }),
      ...own.map(n => pieceItem(n, `item ${n}\n`)),
      pieceEnd({ end: own.length, total: 5, key: 'k' }),
    ].join('')
    return {
      name: `piece ${index}`,
      async *lines() {
        state.open++
        try {
          yield* linesOf(cutText(text, 7), `piece ${index}`)
        } finally {
          state.open--
        }
      },
    }
  })
  return { state, sources }
}

describe('the pieces of some work', () => {
  it.each([1, 2, 5])('make the whole again, of %d pieces', async of => {
    const { sources, state } = pieces(of)
    const found: string[] = []
    for await (const text of (await checkPieces(sources.toReversed())).texts()) found.push(text)
    expect(found.join('')).toBe('head\nitem 0\nitem 1\nitem 2\nitem 3\nitem 4\n')
    expect(state.open).toBe(0)
  })

  it('are closed where the whole is left early', async () => {
    const { sources, state } = pieces(2)
    for await (const text of (await checkPieces(sources)).texts()) if (text === 'item 1\n') break
    expect(state.open).toBe(0)
  })
})
