import { gzipSync } from 'node:zlib'
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

  it('takes gzip off, and says what is damaged', async () => {
    prepare()
    const bytes = gzipSync('text '.repeat(10_000))
    async function* pieces(of: Uint8Array) {
      for (let start = 0; start < of.length; start += 10) yield of.slice(start, start + 10)
    }
    const expand = await host.gunzip()
    const expanded = async (of: Uint8Array) => {
      const found: Uint8Array[] = []
      for await (const piece of expand(pieces(of))) found.push(piece)
      return Buffer.concat(found).toString()
    }
    expect(await expanded(bytes)).toBe('text '.repeat(10_000))
    await expect(expanded(bytes.subarray(0, 30))).rejects.toThrow()
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
