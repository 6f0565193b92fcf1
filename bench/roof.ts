import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { compile } from '../src/engines/wasm/kernels.ts'

/** Independent chains: enough to hide the latency of a multiplication and an addition, few enough for the registers. */
const chains = 12
/** Steps of all chains in one call of `roof`. */
export const roofSteps = 100_000
/** Floating point operations of one call. */
export const roofOperations = roofSteps * chains * 4 * 2

/**
 * The fastest multiply-add that WebAssembly can do here: f32x4 in registers, without any load or store.
 *
 * @param fused relaxed multiply-add, or a multiplication and an addition
 */
export async function compileRoof(fused: boolean): Promise<(seed: number) => number> {
  // Where relaxed SIMD is behind a flag, this sets it. The optimizing compiler comes late to a function of one loop.
  await compile('fused')
  setFlagsFromString('--no-liftoff')
  const { default: asc } = await import('assemblyscript/asc')
  const folder = mkdtempSync(join(tmpdir(), 'lstm-roof-'))
  try {
    writeFileSync(join(folder, 'roof.ts'), source(fused))
    const features = fused ? 'simd,relaxed-simd' : 'simd'
    const { error, stderr } = await asc.main([
      ...['roof.ts', '--baseDir', folder, '--outFile', 'roof.wasm', '-O3', '--runtime', 'stub'],
      ...['--enable', features, '--noAssert', '--use', 'abort='],
    ])
    if (error) throw new Error(`${stderr}`, { cause: error })
    const module = new WebAssembly.Module(new Uint8Array(readFileSync(join(folder, 'roof.wasm'))))
    return new WebAssembly.Instance(module, {}).exports.roof as (seed: number) => number
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function source(fused: boolean): string {
  const names = Array.from({ length: chains }, (_, n) => `a${n}`)
  const step = (a: string) => (fused ? `f32x4.relaxed_madd(${a}, m, s)` : `f32x4.add(f32x4.mul(${a}, m), s)`)
  return `
    export function roof(seed: f32): f32 {
      const m = f32x4.splat(0.99), s = f32x4.splat(seed)
      ${names.map((a, n) => `let ${a} = f32x4.splat(seed + ${n})`).join('; ')}
      let left = ${roofSteps}
      do { ${names.map(a => `${a} = ${step(a)}`).join('; ')} } while (--left)
      return ${names.map(a => `f32x4.extract_lane(${a}, 0)`).join(' + ')}
    }`
}
