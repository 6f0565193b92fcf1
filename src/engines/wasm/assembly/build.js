/**
 * Compiles the kernels, once with fused multiply-add (relaxed SIMD) and once without, to where `../kernels.ts` and its
 * compiled twin in dist look for them.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { tilesSource } from './tiles.js'

const engine = fileURLToPath(new URL('..', import.meta.url))
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const generated = join(engine, 'assembly', 'build')
const output = join(engine, 'build')
const shipped = join(root, 'dist', relative(join(root, 'src'), output))

const builds = {
  'fused.wasm': 'simd,threads,relaxed-simd',
  'separate.wasm': 'simd,threads',
}

for (const folder of [generated, output, shipped]) mkdirSync(folder, { recursive: true })
writeFileSync(join(generated, 'tiles.ts'), tilesSource())
for (const [file, features] of Object.entries(builds)) {
  const { error, stderr } = await asc.main([
    relative(process.cwd(), join(engine, 'assembly', 'index.ts')),
    ...['--outFile', relative(process.cwd(), join(output, file))],
    ...['--enable', features],
    ...['--runtime', 'stub', '--use', 'abort=', '--noAssert', '-O3'],
    // 65536 pages, 4 GiB, are all that 32 bits address; what is not grown costs nothing.
    ...['--importMemory', '--memoryBase', '64', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ])
  if (error) throw new Error(`${file}: ${stderr}`, { cause: error })
  copyFileSync(join(output, file), join(shipped, file))
}
