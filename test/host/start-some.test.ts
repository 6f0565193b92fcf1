import { expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { startSome } from '../../src/host/start-some.ts'

const none = () => new LstmError('memory', 'no more threads can be started')

it.each([
  [3, 5, [0, 1, 2]],
  [3, 2, [0, 1]],
  [3, 0, []],
  [0, 5, []],
])('of %i wanted threads, where the system has %i, there are %j', (wanted, there, started) => {
  const start = (n: number) => {
    if (n >= there) throw none()
    return n
  }
  expect(startSome(wanted, start)).toEqual(started)
})

it('where there is no memory for what one is given, those before it are all', () => {
  const start = (n: number) => {
    if (n === 2) throw new DOMException('Data cannot be cloned, out of memory.', 'DataCloneError')
    return n
  }
  expect(startSome(5, start)).toEqual([0, 1])
})

it('another failure is thrown', () => {
  const start = () => {
    throw new Error('a bug')
  }
  expect(() => startSome(2, start)).toThrow('a bug')
})
