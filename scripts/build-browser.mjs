/**
 * Bundles dist/browser/ into dist/bundle/: the library for pages (browser.js), its worker (compute.js), the threads of the worker
 * (worker.js, fitting-thread-start.js) and the kernels, each found beside the one that asks for it. No import is left: a page needs
 * neither a bundler nor an import map.
 */
import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const output = `${dist}bundle/`

/** @type {import('esbuild').BuildOptions} */
export const common = {
  bundle: true,
  minify: true,
  target: ['es2022'],
  legalComments: 'none',
  // Classes are told apart by name in messages.
  keepNames: false,
  logLevel: 'warning',
}

await rm(output, { recursive: true, force: true })
await build({
  ...common,
  format: 'esm',
  entryPoints: { browser: `${dist}browser/index.js`, compute: `${dist}browser/compute.js` },
  outdir: output,
})
// Bundlers that copy the files of threads take them for plain scripts, and minify them as such: so they are no modules.
await build({
  ...common,
  format: 'iife',
  entryPoints: {
    worker: `${dist}engines/wasm/worker.js`,
    'fitting-thread-start': `${dist}training/ngrams/fitting/fitting-thread-start.js`,
  },
  outdir: output,
})
// Vectors of 256 bits are only Node's.
for (const kernels of ['fused', 'separate', 'single-fused', 'single-separate']) {
  await cp(`${dist}engines/wasm/build/${kernels}.wasm`, `${output}build/${kernels}.wasm`)
}
