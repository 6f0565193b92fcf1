import { expect, it } from 'vitest'
import { BrowserTraining } from '../../src/browser/browser-training.ts'
import type { WorkerLink } from '../../src/browser/worker-link.ts'

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
