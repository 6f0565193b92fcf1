import fused from '../engines/wasm/build/single-fused.wasm'
import separate from '../engines/wasm/build/single-separate.wasm'
import { host as browser } from '../host/browser.ts'

/*
 * The host of a page that is a file: it may read no other file, so the bundle brings the kernels along. Such a page is not isolated,
 * and has use for those of one thread alone.
 */

/** @type {Readonly<Record<string, Uint8Array<ArrayBuffer>>>} */
const assets = { 'single-fused.wasm': fused, 'single-separate.wasm': separate }

/** @type {import('../host/host.ts').Host} */
export const host = {
  ...browser,
  async asset({ pathname }) {
    const name = pathname.slice(pathname.lastIndexOf('/') + 1)
    const bytes = assets[name]
    if (!bytes) throw new Error(`${name} is not part of this page`)
    return bytes
  },
}
