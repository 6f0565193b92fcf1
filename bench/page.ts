/**
 * What the page takes in Chromium: what is loaded, how long a key waits for its marks at 300 words, what a model holds and gives
 * back, and how much memory a large file takes to be read. `npx tsx bench/page.ts`, after `npm run build`.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { serve, startBrowser } from '../test/browser/real-browser.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const dist = join(root, 'dist/page/')
const library = join(root, 'dist/bundle/')

async function zipped(folder: string, names: readonly string[]): Promise<string> {
  const files = await Promise.all(names.map(name => readFile(join(folder, name))))
  return `${Math.round(gzipSync(Buffer.concat(files), { level: 9 }).length / 1000)} KB`
}

console.log(
  'gzip, threads:',
  await zipped(library, ['browser.js', 'compute.js', 'worker.js', 'build/fused.wasm']),
)
console.log(
  'gzip, one thread:',
  await zipped(library, ['browser.js', 'compute.js', 'build/single-fused.wasm']),
)
const shown = ['index.html', 'page.css', 'panels.css', 'page.js', 'icon.svg', 'compute.js', 'worker.js']
console.log('gzip, the page:', await zipped(dist, [...shown, 'build/fused.wasm']))

const csv = join(tmpdir(), `lstm-bench-${process.pid}.csv`)
const browser = await startBrowser()
try {
  for (const isolated of [true, false]) {
    const server = await serve({ '/lib/': library, '/': dist }, { isolated })
    const page = await browser.newPage()
    const start = performance.now()
    await page.goto(`${server.address}/`)
    await page.waitForSelector('#model-download:not(:disabled)')
    const opened = performance.now() - start
    const sentence = 'The film was not as good as I had hoped, but the acting is wonderful. '
    await page.evaluate(`text.value = ${JSON.stringify(sentence.repeat(22))}; text.focus()`)
    await page.keyboard.press('End')
    await page.keyboard.type(' It is, after all, a rather moving story', { delay: 80 })
    const keys = (await page.evaluate(
      `performance.getEntriesByName('key to marks').map(({ duration }) => duration).slice(5).sort((a, b) => a - b)`,
    )) as number[]
    const at = (share: number) => `${keys[Math.floor(share * (keys.length - 1))]?.toFixed(0)} ms`
    console.log(
      `${isolated ? 'isolated' : 'not isolated'}: page with its model after ${opened.toFixed(0)} ms;`,
      `a key at 308 words and more, of ${keys.length}: median ${at(0.5)}, 95 % ${at(0.95)}`,
    )
    if (isolated) {
      const memory = () =>
        page.evaluate('performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes / 1e6)')
      const held = await memory()
      await page.click('#model-leave')
      console.log('memory with the model', held, 'MB, without', await memory(), 'MB')
      await writeFile(csv, 'text,label\n')
      const row = `"${sentence.repeat(20)}",`
      const block = Array.from({ length: 1000 }, (_, n) => `${row}${n % 2 ? 'good' : 'bad'}\n`).join('')
      for (let n = 0; n < 150; n++) await writeFile(csv, block, { flag: 'a' })
      const input = await page.$('#train-file')
      await page.click('#tab-train')
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(csv)
      const began = performance.now()
      await page.waitForSelector('#train-form:not([hidden])')
      console.log(`214 MB of CSV: looked into after ${(performance.now() - began).toFixed(0)} ms`)
      console.log('memory then', await memory(), 'MB')
    }
    await page.close()
    server.close()
  }
} finally {
  await browser.close()
  await rm(csv, { force: true })
}
