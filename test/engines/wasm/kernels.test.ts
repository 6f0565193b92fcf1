import { describe, expect, it, vi } from 'vitest'
import { isFused } from '../../../src/engines/wasm/fusion.ts'
import { calls, jobFields } from '../../../src/engines/wasm/job.ts'
import { builds, compile, constants, wantsSharedMemory } from '../../../src/engines/wasm/kernels.ts'
import { host } from '../../../src/host/index.ts'
import { openKernelBench } from './kernel-bench.ts'

it('what could not be read is read again, and then compiled', async () => {
  const asset = vi.spyOn(host, 'asset').mockRejectedValueOnce(new Error('EMFILE'))
  await expect(compile('separate')).rejects.toThrow('EMFILE')
  expect(await compile('separate')).toBeInstanceOf(WebAssembly.Module)
  expect(asset).toHaveBeenCalledTimes(2)
  asset.mockRestore()
})

describe.each(builds)('the %s build', build => {
  it('is compiled once', async () => {
    expect(await compile(build)).toBe(await compile(build))
  })

  it("has exactly the job's fields and the constants as globals, and every call", async () => {
    const kernels: Record<string, unknown> = (await openKernelBench(build)).kernels
    const globals = Object.keys(kernels).filter(name => kernels[name] instanceof WebAssembly.Global)
    expect(globals.sort()).toEqual([...jobFields, ...constants].sort())
    expect(calls.filter(call => typeof kernels[call] !== 'function')).toEqual([])
  })
})

it('takes the build with fused multiply-add where it can run', async () => {
  expect(await compile()).toBe(await compile('fused'))
})

it.each(builds)('proves by the arithmetic whether %s rounds products and sums once', async build => {
  const module = await compile(build)
  expect(isFused(module, wantsSharedMemory(module))).toBe(!build.endsWith('separate'))
})
