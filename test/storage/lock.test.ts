import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Lock, takeLock } from '../../src/storage/lock.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'm-'))
})
const path = () => join(folder, 'training.lock')
const leave = (owner: object) =>
  writeFileSync(
    path(),
    JSON.stringify({ host: hostname(), since: '2026-01-02T03:04:05Z', id: 'x', ...owner }),
  )

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

describe('the lock of a training folder', () => {
  it('names host, process and time', async () => {
    const lock = await takeLock(folder)
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ host: hostname(), pid: process.pid })
    await lock.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('of a process that is no more is taken over', async () => {
    leave({ pid: await endedProcess() })
    await (await takeLock(folder)).release()
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(!existsSync('/proc/self/stat'))(
    'of a process whose number another one has now is taken over',
    async () => {
      leave({ pid: process.pid, start: 'an earlier boot 12345' })
      await (await takeLock(folder)).release()
    },
  )

  it.skipIf(!existsSync('/proc/self/stat'))(
    'of a process that was killed and that nobody asks after is taken over',
    async () => {
      // What `exec` puts in the place of the shell asks after no child.
      const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 30'])
      try {
        const [pid] = await once(parent.stdout, 'data')
        const state = () => readFileSync(`/proc/${Number(pid)}/stat`, 'utf8').split(') ')[1]![0]
        await expect.poll(state, { timeout: 10_000 }).toBe('Z')
        leave({ pid: Number(pid) })
        await (await takeLock(folder)).release()
      } finally {
        parent.kill()
      }
    },
  )

  it('of a living process is refused, naming it', async () => {
    leave({ pid: process.pid })
    await expect(takeLock(folder)).rejects.toMatchObject({
      code: 'usage',
      message: `a program is training in ${folder}: process ${process.pid}, since 2026-01-02T03:04:05Z`,
    })
  })

  it('of a dead process is left alone where another one has taken it over in the meantime', async () => {
    const pid = await endedProcess()
    leave({ pid })
    const kill = vi.spyOn(process, 'kill').mockImplementationOnce(() => {
      // Between the look at the file and its removal.
      leave({ pid: process.pid, id: 'y' })
      throw Object.assign(new Error('no such process'), { code: 'ESRCH' })
    })
    await expect(takeLock(folder)).rejects.toMatchObject({ code: 'usage' })
    kill.mockRestore()
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ id: 'y' })
    expect(readdirSync(folder)).toEqual(['training.lock'])
  })

  it('of another host is refused, with what to do', async () => {
    leave({ pid: await endedProcess(), host: 'elsewhere' })
    await expect(takeLock(folder)).rejects.toMatchObject({
      message: expect.stringContaining('on elsewhere'),
      hint: expect.stringContaining(`remove ${path()}`),
    })
  })

  it.each(['', '{"host":', 'null', '{"host":"h","pid":-1,"id":"a","since":"b"}'])(
    'left as %j by a power cut is taken over',
    async text => {
      writeFileSync(path(), text)
      await (await takeLock(folder)).release()
      expect(readdirSync(folder)).toEqual([])
    },
  )

  it('goes to exactly one of many who find a dead one at once', async () => {
    const pid = await endedProcess()
    for (let round = 0; round < 5; round++) {
      leave({ pid, id: String(round) })
      const taken = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)))
      const locks = taken.filter(
        (result): result is PromiseFulfilledResult<Lock> => result.status === 'fulfilled',
      )
      expect(locks).toHaveLength(1)
      await locks[0]!.value.release()
      expect(readdirSync(folder)).toEqual([])
    }
  })

  it.each([
    ['a folder', () => mkdirSync(path())],
    ['a link to nothing', () => symlinkSync('nowhere', path())],
  ])('%s in its place is told, and not waited for', async (_, make) => {
    make()
    await expect(takeLock(folder)).rejects.toMatchObject({
      code: 'disk',
      message: expect.stringContaining(`cannot write ${path()}: `),
      hint: 'where no program is training there, remove it by hand',
    })
  })

  it.skipIf(process.platform === 'win32')('a pipe in its place names nobody', async () => {
    execFileSync('mkfifo', [path()])
    await (await takeLock(folder)).release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is not removed by one who no longer has it', async () => {
    const lock = await takeLock(folder)
    leave({ pid: process.pid, id: 'other' })
    await lock.release()
    expect(existsSync(path())).toBe(true)
  })
})
