/** The built program, for benchmarks that measure what a user gets from it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/lstm.js', import.meta.url))

/** What a command writes to stdout. @throws Error with what it said when it does not end well */
export function lstm(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status === 0) return stdout
  throw new Error(`lstm ${args.join(' ')} exited with ${status}:\n${stderr}`)
}

/** 0.9224 -> '92.2' */
export function percent(share: number): string {
  return (100 * share).toFixed(1)
}
