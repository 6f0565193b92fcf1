import { expect, it, vi } from 'vitest'
import type { ThreadEvents } from '../../src/host/host.ts'
import { host } from '../../src/host/index.ts'
import { RemoteThread } from '../../src/host/remote-thread.ts'

/** A thread that ends as soon as it is asked something. */
function endingThread(why: string, cause: unknown): RemoteThread<{ work(): void }> {
  vi.spyOn(host, 'startThread').mockImplementationOnce((_module, _given, { onEnd }: ThreadEvents) => ({
    keepAlive() {},
    post: () => queueMicrotask(() => onEnd(why, cause)),
    async terminate() {},
  }))
  return new RemoteThread(import.meta.url as unknown as URL, {}, 'counts sheep')
}

it('a thread that had not memory enough is told as that, with what to do', async () => {
  const cause = Object.assign(new Error('it reached its limit'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })
  const thread = endingThread('it reached its limit', cause)
  await expect(thread.call('work')).rejects.toMatchObject({
    code: 'memory',
    message: 'a thread that counts sheep needs more memory than it may take',
    hint: 'use fewer texts, or give Node more with --max-old-space-size',
  })
  expect(thread.isLost).toBe(true)
})

it('a thread that ended for another reason is a fault of the program', async () => {
  await expect(endingThread('it exited with code 7', undefined).call('work')).rejects.toMatchObject({
    name: 'ContractError',
    message: 'a thread that counts sheep has ended: it exited with code 7',
  })
})
