/**
 * The host that the library runs on: Node. For a browser, package.json names what stands in the place of this room's
 * `*node*` files ("browser"); bundlers go by it, and a page without one by its import map.
 */
export type { Expansion, Hash, Host, ScratchFile, Thread, ThreadEvents } from './host.ts'
export { host } from './node.ts'
