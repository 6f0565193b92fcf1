import { describe, expect, it } from 'vitest'
import { jobFields } from '../../../src/engines/wasm/job.ts'
import { builds, calls, compile } from '../../../src/engines/wasm/kernels.ts'
import { openKernelBench } from './kernel-bench.ts'

describe.each(builds)('the %s build', build => {
  it('is compiled once', () => {
    expect(compile(build)).toBe(compile(build))
  })

  it("has exactly the job's fields as globals, and every call", () => {
    const kernels: Record<string, unknown> = openKernelBench(build).kernels
    const globals = Object.keys(kernels).filter(name => kernels[name] instanceof WebAssembly.Global)
    expect(globals.sort()).toEqual([...jobFields].sort())
    expect(calls.filter(call => typeof kernels[call] !== 'function')).toEqual([])
  })
})

it('takes the build with fused multiply-add where it can run', () => {
  expect(compile()).toBe(compile('fused'))
})
