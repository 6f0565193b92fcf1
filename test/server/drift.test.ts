import { describe, expect, it } from 'vitest'
import { createService, type Service } from '../../src/server/index.ts'
import { smallModel } from './models.ts'

async function asked(service: Service, texts: readonly string[]): Promise<void> {
  const request = new Request('http://localhost/v1/predict', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ texts }),
  })
  expect((await service.fetch(request)).status).toBe(200)
}

async function drift(service: Service) {
  const report = await (await service.fetch(new Request('http://localhost/v1/drift'))).json()
  return report as { texts: number; stability: Record<string, number>; reference: Record<string, number[]> }
}

describe('the drift monitor', () => {
  it('tells texts like those of the training from others, by what the model keeps of its held-out texts', async () => {
    const bytes = await smallModel()
    const [alike, other] = [
      await createService({ models: { mine: bytes } }),
      await createService({ models: { mine: bytes } }),
    ]
    const usual = Array.from({ length: 200 }, (_, n) => `a ${n % 2 ? 'great' : 'awful'} film number ${n % 7}`)
    await asked(alike, usual.slice(0, 50))
    expect((await drift(alike)).stability).toEqual({})
    await asked(alike, usual.slice(50))
    await asked(
      other,
      usual.map((_, n) => `entirely other words ${'and more of them '.repeat(20)} ${n}`),
    )
    const [near, far] = [await drift(alike), await drift(other)]
    expect([near.texts, far.texts]).toEqual([200, 200])
    expect(Object.keys(near.stability).sort()).toEqual(['answers', 'confidence', 'length', 'unknown'])
    // Of two dozen held-out texts a few counts are half texts.
    expect(near.stability.unknown).toBeLessThan(0.5)
    expect(near.stability.length).toBeLessThan(0.5)
    expect(far.stability.unknown).toBeGreaterThan(1)
    expect(far.stability.length).toBeGreaterThan(1)
    const metrics = await (await other.fetch(new Request('http://localhost/metrics'))).text()
    expect(metrics).toMatch(/lstm_drift_psi\{model="mine",of="unknown"\} [1-9]/)
    await alike.close()
    await other.close()
  })
})
