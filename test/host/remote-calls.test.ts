import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { ContractError, LstmError } from '../../src/errors.ts'
import { type Callable, RemoteCalls } from '../../src/host/remote-calls.ts'

const channels: MessageChannel[] = []
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close()
})

/** Two sides that call each other over a channel, as threads do. */
function connected<Here extends Callable, There extends Callable>(here: Here, there: There) {
  const channel = new MessageChannel()
  channels.push(channel)
  const [port1, port2] = [channel.port1, channel.port2]
  const waiting: boolean[] = []
  const fromHere = new RemoteCalls<There>(here, {
    post: (message, moved) => port1.postMessage(message, moved),
    onWaiting: awaited => waiting.push(awaited),
  })
  const fromThere = new RemoteCalls<Here>(there, {
    post: (message, moved) => port2.postMessage(message, moved),
  })
  port1.on('message', message => fromHere.hear(message))
  port2.on('message', message => fromThere.hear(message))
  return { fromHere, fromThere, waiting }
}

type Taking = { take(given: { numbers: Float32Array }): void }

const failing = (promise: Promise<unknown>) => promise.then(() => undefined).catch(error => error)

describe('calls of another thread', () => {
  it('give what its functions give, and tell while they are waited for', async () => {
    const { fromHere, waiting } = connected({}, { add: (a: number, b: number) => a + b })
    expect(await Promise.all([fromHere.call('add', 1, 2), fromHere.call('add', 3, 4)])).toEqual([3, 7])
    expect(waiting).toEqual([true, false])
  })

  it('leave arrays of numbers as they are on the side that sends them', async () => {
    const numbers = new Float32Array([1, 2, 3])
    const { fromHere } = connected({}, { take: (given: { numbers: Float32Array }) => given })
    const { numbers: back } = await fromHere.call('take', { numbers })
    expect([numbers, back]).toEqual([new Float32Array([1, 2, 3]), new Float32Array([1, 2, 3])])
  })

  it('give away copies of arrays, or with keepsBuffers nothing: the other side copies them then', async () => {
    const numbers = new Float32Array([1, 2, 3])
    const sent = (keepsBuffers: boolean) => {
      const posted: { message: unknown; moved: readonly ArrayBuffer[] }[] = []
      const calls = new RemoteCalls<Taking>(
        {},
        { post: (message, moved) => posted.push({ message, moved }), keepsBuffers },
      )
      void calls.call('take', { numbers })
      const [{ message, moved }] = posted as [
        { message: { given: [{ numbers: Float32Array }] }; moved: ArrayBuffer[] },
      ]
      return { array: message.given[0].numbers, moved }
    }
    const given = sent(false)
    expect(given.array).not.toBe(numbers)
    expect(given.moved).toEqual([given.array.buffer])
    expect(sent(true)).toEqual({ array: numbers, moved: [] })
    expect(sent(true).array).toBe(numbers)
  })

  it('throw errors with all that they are', async () => {
    const cause = new TypeError('of another kind')
    const errors = [
      new LstmError('data', 'a row', { hint: 'mend it', encoding: { likely: 'utf-16le' }, cause }),
      new ContractError('broken'),
      new RangeError('too far'),
    ]
    const throws = (n: number) => {
      throw errors[n]
    }
    const { fromHere } = connected({}, { throws })
    const received = await Promise.all(errors.map((_, n) => failing(fromHere.call('throws', n))))
    expect(received[0]).toBeInstanceOf(LstmError)
    expect(received[0]).toMatchObject({
      ...{ code: 'data', message: 'a row', hint: 'mend it' },
      encoding: { likely: 'utf-16le' },
    })
    expect(received[0].cause).toMatchObject({ name: 'TypeError', message: 'of another kind' })
    expect(received[1]).toBeInstanceOf(ContractError)
    expect(received[2]).toMatchObject({ name: 'RangeError', message: 'too far', stack: errors[2]!.stack })
  })

  it('give an error back to the side that threw it as the very same', async () => {
    const fault = new Error('mine')
    const mine = () => {
      throw fault
    }
    const sides = connected({ mine }, { through: (): Promise<unknown> => sides.fromThere.call('mine') })
    expect(await failing(sides.fromHere.call('through'))).toBe(fault)
  })

  it('fail when the thread is no more, those that wait and all that follow', async () => {
    const { fromHere } = connected({}, { never: () => new Promise(() => {}) })
    const waiting = failing(fromHere.call('never'))
    const failure = new ContractError('it ended')
    fromHere.fail(failure)
    expect([await waiting, await failing(fromHere.call('never'))]).toEqual([failure, failure])
  })

  it('are refused where there is no such function', async () => {
    const { fromHere } = connected({}, {} as { missing: () => void })
    expect(await failing(fromHere.call('missing'))).toBeInstanceOf(ContractError)
  })
})
