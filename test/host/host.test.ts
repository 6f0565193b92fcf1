import { afterEach, describe, expect, it, vi } from 'vitest'
import { host as browser } from '../../src/host/browser.ts'
import type { Host } from '../../src/host/host.ts'
import { host as node } from '../../src/host/node.ts'
import { standInForPage } from './page.ts'

const asset = new URL('../../src/engines/wasm/build/separate.wasm', import.meta.url)

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each<[string, Host, () => void]>([
  ['node', node, () => {}],
  ['browser', browser, standInForPage],
])('the host %s', (_, host, prepare) => {
  it('has at least one core', () => {
    prepare()
    expect(host.cores()).toBeGreaterThanOrEqual(1)
  })

  it('gives way to what waits in the event loop', async () => {
    prepare()
    let came = false
    setTimeout(() => {
      came = true
    }, 0)
    for (let turns = 0; !came && turns < 100_000; turns++) await host.giveWay()
    expect(came).toBe(true)
  })

  it('reads the files of the program, and says which one is not there', async () => {
    prepare()
    const bytes = await host.asset(asset)
    expect([...bytes.subarray(0, 4)]).toEqual([0, ...Buffer.from('asm')])
    await expect(host.asset(new URL('./missing.wasm', asset))).rejects.toThrow(/missing\.wasm/)
  })

  it('hashes', () => {
    const hash = host.sha256()
    hash.update(Buffer.from('a'))
    hash.update(Buffer.from('bc'))
    expect(hash.digest()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('tells of a thread that cannot be run', async () => {
    prepare()
    const why = await new Promise<string>(resolve => {
      host.startThread(new URL('./missing.js', asset), {}, { onMessage() {}, onEnd: resolve })
    })
    expect(why).toMatch(/missing\.js/)
  })
})

it('a page shares memory where it is isolated', () => {
  expect(node.sharesMemory()).toBe(true)
  vi.stubGlobal('crossOriginIsolated', false)
  expect(browser.sharesMemory()).toBe(false)
  vi.stubGlobal('crossOriginIsolated', true)
  expect(browser.sharesMemory()).toBe(true)
})

it('a page without a count of its cores has one', () => {
  vi.stubGlobal('navigator', {})
  expect(browser.cores()).toBe(1)
})
