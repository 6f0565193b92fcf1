import { setFlagsFromString } from 'node:v8'

/** Major versions of Node whose V8 joins vectors, and whose test function is known to take what it is given here. */
const versions = ['24', '25', '26']

/**
 * `compileNow` of host.ts, by a function that V8 has for its tests. Without it V8 would compile when a function has run often
 * enough, by the flags of that time.
 */
export function compileNow(
  kernels: readonly unknown[],
  { joinsVectors }: { joinsVectors: boolean },
): boolean {
  const [version = ''] = process.versions.node.split('.')
  if (!versions.includes(version)) return false
  const flags = ['allow-natives-syntax', ...(joinsVectors ? ['experimental-wasm-revectorize'] : [])]
  const changed = flags.filter(flag => !process.execArgv.includes(`--${flag}`))
  for (const flag of changed) setFlagsFromString(`--${flag}`)
  try {
    const compile = new Function('kernel', '%WasmTierUpFunction(kernel)')
    for (const kernel of kernels) compile(kernel)
  } finally {
    for (const flag of changed) setFlagsFromString(`--no-${flag}`)
  }
  return true
}
