import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hasLittleRoom } from '../host/little-room.ts'

/** Has WebAssembly check its addresses itself, in the place of a guarded 10 GB. Since Node 20.15. */
const flag = '--disable-wasm-trap-handler'

/** Whether the address space is limited (`ulimit -v`) to less than WebAssembly takes, and Node was not told so. */
export function wantsLittleAddressSpace(): boolean {
  return hasLittleRoom() && !process.execArgv.includes(flag)
}

/** Runs the same command in a Node of other flags, which only its start can set; gives its exit code. */
export async function runWithLittleAddressSpace(): Promise<number> {
  const [program = '', ...args] = process.argv.slice(1)
  const child = spawn(process.execPath, [flag, ...process.execArgv, program, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A terminal sends its interrupt to both.
    process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
  }
  const [code, signal] = await once(child, 'exit')
  if (signal) {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
  return code
}
