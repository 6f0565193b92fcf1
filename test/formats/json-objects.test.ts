import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonObjects, parseJsonObject } from '../../src/formats/json-objects.ts'
import { collect } from '../collect.ts'
import { cutText } from './streams.ts'

const objects = async (text: string, size = 3) =>
  (await collect(jsonObjects(cutText(text, size), 'x'))).map(each => [each.line, each.text])

describe('jsonObjects', () => {
  it('gives the lines of JSON Lines, but for blank ones', async () => {
    expect(await objects('\n{"a":1}\r\n \n{"b":[2]}')).toEqual([
      [2, '{"a":1}'],
      [4, '{"b":[2]}'],
    ])
    expect(await objects('')).toEqual([])
    expect(await objects(' \n')).toEqual([])
  })

  it('gives the elements of an array, wherever lines break', async () => {
    const text = '\n [\n  {"a": "x]},\\"[",\n "b": [1, {"c": 2}]},\n\n  {"a": 2}, 7\n]\n'
    for (const size of [1, 2, 3, 1000]) {
      expect(await objects(text, size)).toEqual([
        [3, '{"a": "x]},\\"[",\n "b": [1, {"c": 2}]}'],
        [6, '{"a": 2}'],
        [6, '7'],
      ])
    }
    expect(await objects('[]')).toEqual([])
  })

  it('goes on after an empty piece, be it between a backslash and what it escapes', async () => {
    const pieces = (async function* () {
      yield* ['', '[{"a": "x\\', '', '"y"', '', '}]', '']
    })()
    expect(await collect(jsonObjects(pieces, 'x'))).toEqual([{ line: 1, text: '{"a": "x\\"y"}' }])
  })

  it.each([
    ['[{"a":1},', 'x:1: the JSON array does not end'],
    ['[{"a":1}]\n{"b":2}', 'x:2: something stands after the JSON array'],
    ['[1]x', 'x:1: something stands after the JSON array'],
    ['[1][2]', 'x:1: something stands after the JSON array'],
  ])('refuses %s', async (text, message) => {
    for (const size of [1, 2, 99]) await expect(objects(text, size)).rejects.toThrow(message)
  })

  it('gives any objects, written as an array and cut anywhere', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(
        fc.array(object),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 9 }),
        async (all, indent, size) => {
          const found = await objects(JSON.stringify(all, null, indent), size)
          const plain = JSON.parse(JSON.stringify(all))
          expect(found.map(([, text]) => JSON.parse(text as string))).toEqual(plain)
        },
      ),
    )
  })
})

describe('parseJsonObject', () => {
  it.each([
    ['{"text":"a","label":"x","label":"y"}', 'label'],
    ['{"text":"a","label":"y","te\\u0078t" : "b"}', 'text'],
    ['{"a":{"b":1},"c":[{"d":1}],"a":{}}', 'a'],
    ['{"a\\u001b":1,"a\\u001b":1}', 'a\\u001b'],
  ])('refuses a key that stands twice: %s', (text, key) => {
    expect(() => parseJsonObject(text, 'x:3')).toThrow(`x:3: the key '${key}' stands twice in the object`)
  })

  it.each([
    '{"text":"so \\"label\\": x, \\"label\\": y","label":"label"}',
    '{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":":\\"b\\":"}],"b":"b","e":":"}',
    '{"text":"\\\\","label":"x"}',
  ])('takes what only looks so: %s', text => {
    expect(parseJsonObject(text, 'x:3')).toEqual(JSON.parse(text))
  })

  it('finds a key a second time in any object, and none in any whose keys differ', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
    fc.assert(
      fc.property(object, fc.nat(), (value, n) => {
        const text = JSON.stringify(value)
        expect(parseJsonObject(text, 'x')).toBeTypeOf('object')
        const key = Object.keys(value)[n % Object.keys(value).length]
        const more = `${text.slice(0, -1)},${JSON.stringify(key)}:${text}}`
        expect(() => parseJsonObject(more, 'x')).toThrow('stands twice')
      }),
    )
  })

  it('keeps the digits of numbers that JavaScript has not', () => {
    const text =
      '{"a":9007199254740993,"b":-12345678901234567890,"c":1e400,"d":0.1,"e":"9007199254740993","f":1e3}'
    expect(parseJsonObject(text, 'x')).toEqual({
      a: '9007199254740993',
      b: '-12345678901234567890',
      c: '1e400',
      d: 0.1,
      e: '9007199254740993',
      f: 1000,
    })
    expect(parseJsonObject('{"a":0.30000000000000004,"b":0.300000000000000000001}', 'x')).toEqual({
      a: 0.30000000000000004,
      b: '0.300000000000000000001',
    })
  })

  it('does so beside texts of any length', () => {
    const text = 'a "quoted" \\ word 123 '.repeat(200_000)
    const json = `{"text":${JSON.stringify(text)},"id":9007199254740993,"x":"1234567890123456789"}`
    expect(parseJsonObject(json, 'x')).toEqual({ text, id: '9007199254740993', x: '1234567890123456789' })
    expect(() => parseJsonObject(`{"id":9007199254740993,"text":"${'a'.repeat(5e6)}`, 'x')).toThrow(
      /not JSON/,
    )
  })

  it('reads everything else as JSON.parse does', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(value, each => {
        const text = JSON.stringify(each)
        fc.pre(!/(?<![.\d])\d{16}/.test(text))
        expect(parseJsonObject(text, 'x')).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['{"a"', /^x: not JSON/],
    ['[1]', /^x: JSON, but not an object/],
    ['null', /^x: JSON, but not an object/],
    ['"', /^x: not JSON/],
  ])('refuses %s', (text, message) => {
    expect(() => parseJsonObject(text, 'x')).toThrow(message)
  })
})
