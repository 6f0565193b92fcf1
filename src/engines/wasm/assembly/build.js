/**
 * Compiles the kernels to where `../kernels.ts` and its compiled twin in dist look for them: with fused multiply-add (relaxed
 * SIMD) and without, both also for memory that is not shared, and the first with tiles for 256 bits.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { tileSources } from './tiles.js'

const engine = fileURLToPath(new URL('..', import.meta.url))
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const generated = join(engine, 'assembly', 'build')
const output = join(engine, 'build')
const shipped = join(root, 'dist', relative(join(root, 'src'), output))

const builds = {
  'fused.wasm': { features: 'simd,threads,relaxed-simd', wide: false },
  'separate.wasm': { features: 'simd,threads', wide: false },
  'single-fused.wasm': { features: 'simd,relaxed-simd', wide: false },
  'single-separate.wasm': { features: 'simd', wide: false },
  'wide.wasm': { features: 'simd,threads,relaxed-simd', wide: true },
}

for (const folder of [generated, output, shipped]) mkdirSync(folder, { recursive: true })
for (const [file, source] of Object.entries(tileSources)) writeFileSync(join(generated, file), source)
for (const [file, { features, wide }] of Object.entries(builds)) {
  writeFileSync(join(generated, 'width.ts'), `export const wide: bool = ${wide}\n`)
  // The tiles are exported only so that they stay functions of their own, in which V8 has registers for all they need.
  const entries = [join(engine, 'assembly', 'index.ts'), join(generated, 'tiles.ts')]
  if (wide) entries.push(join(generated, 'wide-tiles.ts'))
  const { error, stderr } = await asc.main([
    ...entries.map(entry => relative(process.cwd(), entry)),
    ...['--outFile', relative(process.cwd(), join(output, file))],
    ...['--enable', features],
    ...['--runtime', 'stub', '--use', 'abort=', '--noAssert', '-O3'],
    // 65536 pages, 4 GiB, are all that 32 bits address; what is not grown costs nothing.
    ...['--importMemory', '--memoryBase', '64', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...(features.includes('threads') ? ['--sharedMemory'] : []),
  ])
  if (error) throw new Error(`${file}: ${stderr}`, { cause: error })
  copyFileSync(join(output, file), join(shipped, file))
}
