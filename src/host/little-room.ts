import { host } from './index.ts'

/** Node with its usual flags keeps ten gigabytes for each memory of WebAssembly, of which there are a few for a moment; seen to fail with 34. */
const usualNeed = 64 * 2 ** 30

/**
 * Whether the address space is limited (`ulimit -v`) to less than Node usually takes. Each thread reserves up to a gigabyte of it, and
 * where that fails Node ends without a word to the program: then no thread is started only to be faster.
 */
export function hasLittleRoom(): boolean {
  return host.addressSpace() < usualNeed
}
