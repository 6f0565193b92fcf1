import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import type { Model } from '../../src/model/model.ts'
import { ModelTraining } from '../../src/training/training.ts'

const model = { labels: ['no', 'yes'] } as unknown as Model

const training = (saved: string[] = []) =>
  new ModelTraining(async function* ({ finished }) {
    try {
      yield { event: 'notice', message: 'x: begun' }
      finished(model)
      yield { event: 'notice', message: 'x: ended' }
    } finally {
      saved.push('saved')
    }
  })

describe('ModelTraining', () => {
  it('goes on as its model is awaited, or as its events are asked for', async () => {
    expect(await training().model).toBe(model)
    const iterated = training()
    for await (const { event } of iterated) expect(event).toBe('notice')
    expect(await iterated.model).toBe(model)
  })

  it('tells who awaits the model that its events were left, after all is saved', async () => {
    const saved: string[] = []
    const left = training(saved)
    for await (const _ of left) break
    expect(saved).toEqual(['saved'])
    await expect(left.model).rejects.toThrow('left before its end')
  })

  it('tells so, too, where no event was ever asked for', async () => {
    const left = training()
    await left[Symbol.asyncIterator]().return()
    await expect(left.model).rejects.toThrow('left before its end')
  })

  it('left while an event is awaited, it is interrupted, and the event is none', async () => {
    const saved: string[] = []
    const left = new ModelTraining(async function* ({ leaving }) {
      yield { event: 'notice', message: 'x: begun' }
      await new Promise<void>(resolve => leaving.addEventListener('abort', () => resolve()))
      saved.push('saved')
      throw new LstmError('interrupted', 'interrupted after 3 updates')
    })
    const events = left[Symbol.asyncIterator]()
    await events.next()
    const next = events.next()
    expect(await events.return()).toEqual({ done: true, value: undefined })
    expect(await next).toEqual({ done: true, value: undefined })
    expect(saved).toEqual(['saved'])
    await expect(left.model).rejects.toThrow('left before its end')
  })

  it('is iterated over once', () => {
    const once = training()
    once[Symbol.asyncIterator]()
    expect(() => once[Symbol.asyncIterator]()).toThrow('only once')
  })
})
