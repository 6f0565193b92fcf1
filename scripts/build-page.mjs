/**
 * Makes dist/page/, static files that work from any folder of any server, and for the most part from a disk: the page with its
 * worker, threads and kernels, a service worker that keeps them all for when there is no network, and the pretrained model as
 * model.safetensors, which the page opens where it lies beside it.
 */
import { createHash } from 'node:crypto'
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { common } from './build-browser.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const source = `${root}src/browser/page/`
const browser = `${root}dist/browser/`
const bundle = `${root}dist/bundle/`
const page = `${root}dist/page/`

await rm(page, { recursive: true, force: true })
for (const file of ['index.html', 'page.css', 'panels.css', 'icon.svg', 'page.webmanifest']) {
  await cp(source + file, page + file)
}
for (const file of ['compute.js', 'worker.js', 'fitting-thread-start.js', 'build']) {
  await cp(bundle + file, page + file, { recursive: true })
}
// Only compute.js, which is loaded as it stands, has an address to begin from.
const script = { ...common, format: 'iife', define: { 'import.meta.url': '""' } }
await build({ ...script, entryPoints: [`${browser}page/page.js`], outdir: page })
await build({ ...script, ...(await workerAsText()), outfile: `${page}worker-as-text.js` })

const files = (await readdir(page, { recursive: true, withFileTypes: true }))
  .filter(entry => entry.isFile())
  .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(page.length).replace(/^\//, ''))
  .sort()
const hash = createHash('sha256')
for (const file of files) hash.update(await readFile(page + file))
await build({
  ...script,
  entryPoints: [`${browser}page/service-worker.js`],
  define: {
    pageFiles: JSON.stringify(['./', ...files.filter(file => file !== 'worker-as-text.js')]),
    pageVersion: JSON.stringify(hash.digest('hex').slice(0, 16)),
  },
  outdir: page,
})
await cp(`${root}checkpoints/pretrained.safetensors`, `${page}model.safetensors`)

/** The worker with its kernels in it, as the text that a page without a server starts its workers from. */
async function workerAsText() {
  const { outputFiles } = await build({
    ...script,
    write: false,
    entryPoints: [`${browser}compute.js`],
    define: { 'import.meta.url': '"file:///"' },
    loader: { '.wasm': 'binary' },
    plugins: [
      {
        name: 'host with its files in it',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/host\/node\.js$|^\.\/node\.js$/ }, ({ importer }) =>
            importer.endsWith('/host/index.js') ? { path: `${browser}embedded-browser.js` } : undefined,
          ),
      },
    ],
  })
  const text = JSON.stringify(outputFiles[0].text)
  return { stdin: { contents: `globalThis.workerText = ${text}` } }
}
