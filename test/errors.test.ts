import ts from 'typescript'
import { expect, it } from 'vitest'
import { sources } from '../scripts/source-imports.ts'
import { isOutOfMemory, LstmError } from '../src/errors.ts'

/** The places at which an LstmError of this code is made without a hint. */
function withoutHint(path: string, text: string, code: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'LstmError') {
      const [kind, , options] = node.arguments ?? []
      const isOfCode = kind?.getText(file) === `'${code}'`
      if (isOfCode && !/\bhint\b/.test(options?.getText(file) ?? '')) {
        found.push(`${path}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`)
      }
    }
    ts.forEachChild(node, look)
  }
  look(file)
  return found
}

it('what is wrong with data says how it can be mended', () => {
  const readers = sources.filter(({ path }) => path.startsWith('data/'))
  expect(readers.flatMap(({ path, text }) => withoutHint(path, text, 'data'))).toEqual([])
  expect(withoutHint('a.ts', "new LstmError('data', 'it is empty')", 'data')).toEqual(['a.ts:1'])
})

it.each([
  [new RangeError('Array buffer allocation failed'), true],
  [new DOMException('Data cannot be cloned, out of memory.', 'DataCloneError'), true],
  [Object.assign(new Error('it reached its limit'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }), true],
  [new LstmError('memory', 'too large'), true],
  [new RangeError('Invalid array length'), false],
  [new DOMException('() => {} could not be cloned.', 'DataCloneError'), false],
  [new LstmError('disk', 'full'), false],
  ['out of memory', false],
])('of %s it is known whether memory did not suffice: %j', (error, expected) => {
  expect(isOutOfMemory(error)).toBe(expected)
})
