import { expect, it } from 'vitest'
import { BrowserTraining } from '../../src/browser/browser-training.ts'
import type { WorkerLink } from '../../src/browser/worker-link.ts'
import { LstmError } from '../../src/errors.ts'

/** A worker that is asked for its events, and what it was asked. */
function workerOf(events: readonly object[]) {
  const asked: string[] = []
  const left = [...events]
  const link = {
    call: async (name: string) => {
      asked.push(name)
      return name === 'next' ? left.shift() : undefined
    },
    terminate: () => void asked.push('terminate'),
  } as unknown as WorkerLink
  return { asked, training: new BrowserTraining(link, async () => {}, undefined) }
}

it('a training whose events are all told keeps its worker', async () => {
  const { asked, training } = workerOf([{}, {}])
  for await (const _ of training);
  expect(asked).toEqual(['next', 'next', 'next'])
})

it('a training that is left saves, and ends its worker, also before its first event', async () => {
  const begun = workerOf([{}, {}])
  for await (const _ of begun.training) break
  expect(begun.asked).toEqual(['next', 'leave', 'terminate'])
  const fresh = workerOf([{}, {}])
  await fresh.training[Symbol.asyncIterator]().return()
  expect(fresh.asked).toEqual(['leave', 'terminate'])
})

/** A worker whose next event does not come before it is interrupted or left. */
function slowWorker(signal?: AbortSignal, begun: Promise<void> = Promise.resolve()) {
  const asked: string[] = []
  let settle: { resolve(value: undefined): void; reject(error: unknown): void } | undefined
  const link = {
    call: (name: string) => {
      asked.push(name)
      if (name === 'next')
        return new Promise((resolve, reject) => {
          settle = { resolve, reject }
        })
      if (name === 'interrupt') settle?.reject(new LstmError('interrupted', 'interrupted after 3 updates'))
      if (name === 'leave') settle?.resolve(undefined)
      return Promise.resolve()
    },
    terminate: () => void asked.push('terminate'),
  } as unknown as WorkerLink
  return { asked, training: new BrowserTraining(link, () => begun, signal) }
}

it('a training whose event is awaited is left and interrupted at once', async () => {
  const left = slowWorker()
  const events = left.training[Symbol.asyncIterator]()
  const next = events.next()
  await new Promise(resolve => setTimeout(resolve))
  await events.return()
  expect((await next).done).toBe(true)
  expect(left.asked).toEqual(['next', 'leave', 'terminate'])

  const abort = new AbortController()
  const interrupted = slowWorker(abort.signal)
  const waiting = interrupted.training[Symbol.asyncIterator]().next()
  setTimeout(() => abort.abort(), 10)
  await expect(waiting).rejects.toThrow('interrupted after 3 updates')
  expect(interrupted.asked).toEqual(['next', 'interrupt', 'leave', 'terminate'])
})

it('a training that is interrupted before it has begun waits for no text', async () => {
  const abort = new AbortController()
  const { training, asked } = slowWorker(abort.signal, new Promise(() => undefined))
  const waiting = training[Symbol.asyncIterator]().next()
  abort.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted' })
  expect(asked).toContain('terminate')

  const left = slowWorker(undefined, new Promise(() => undefined))
  const events = left.training[Symbol.asyncIterator]()
  const next = events.next()
  await events.return()
  expect((await next).done).toBe(true)
})
