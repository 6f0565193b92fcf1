import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Interner } from '../../src/text/interner.ts'

describe('Interner', () => {
  it('numbers strings as a map by first appearance does, and finds them wherever they stand in a text', () => {
    const names = fc.array(
      fc.oneof(fc.string({ maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 6 })),
      {
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(names, fc.string(), fc.string(), (names, before, after) => {
        const interner = new Interner()
        const numbers = new Map<string, number>()
        for (const name of names) {
          expect(interner.has(name)).toBe(numbers.has(name))
          if (!numbers.has(name)) numbers.set(name, numbers.size)
          const text = before + name + after
          const number = interner.idAt(text, before.length, before.length + name.length)
          expect(number).toBe(numbers.get(name))
          expect(interner.id(name)).toBe(number)
        }
        expect(interner.names).toEqual([...numbers.keys()])
      }),
    )
  })

  it('numbers many', () => {
    const interner = new Interner()
    const name = (n: number) => `${n % 7}a${n}`
    for (let n = 0; n < 100_000; n++) expect(interner.id(name(n))).toBe(n)
    for (let n = 0; n < 100_000; n += 997) expect(interner.id(name(n))).toBe(n)
    expect(interner.has('a')).toBe(false)
  })

  it('numbers from 0 again once it has forgotten all', () => {
    const interner = new Interner()
    interner.id('a')
    interner.id('b')
    interner.clear()
    expect(interner.has('a')).toBe(false)
    expect([interner.id('b'), interner.id('a')]).toEqual([0, 1])
    expect(interner.names).toEqual(['b', 'a'])
  })
})
