import { begin, tell } from '../../host/parent-node.js'
import { instantiate } from './instantiate.js'

/*
 * One of the threads of threads.ts: waits for a call, makes it, waits for the next one, until there is none to make it or it is
 * terminated. The thread that is the last to end a call tells the caller.
 */

/** @param {import('./threads.ts').WorkerData} given */
function work({ module, memory, thread, fields, calls, control, mailbox, turn: start }) {
  const kernels = /** @type {any} */ (instantiate(module, memory))
  const words = new Int32Array(memory.buffer, control.address, control.length)
  const values = new Float64Array(memory.buffer, mailbox, fields.length)
  const globals = fields.map(field => kernels[field])

  for (let turn = start; ; ) {
    // To be woken is no proof of a new turn: where the caller is held up between the turn and the notification, threads that were awake are
    // through with the call, and asleep again, before it comes.
    while (Atomics.load(words, control.turn) === turn) Atomics.wait(words, control.turn, turn)
    turn = Atomics.load(words, control.turn)
    const threads = turn & ((1 << control.turnBits) - 1)
    if (threads === 0) break
    if (thread >= threads) continue
    for (let n = 0; n < globals.length; n++) globals[n].value = values[n]
    kernels[calls[Atomics.load(words, control.call)] ?? ''](thread)
    if (Atomics.add(words, control.done, 1) === threads - 1) tell()
  }
}

begin(work)
