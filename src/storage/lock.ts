/**
 * One training at a time in a folder: a file in it names the program that is at work there.
 * Whoever finds the file of a program that is no more takes its place.
 */
import { randomUUID } from 'node:crypto'
import { constants, readFile, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { LstmError, systemCode } from '../errors.ts'
import { withHandle } from '../files/atomic.ts'
import { writing } from '../files/failure.ts'
import { makeFolder, removeEmpty } from '../files/make-folder.ts'

const lockName = 'training.lock'

export interface Lock {
  /** Gives the folder free for the next one. */
  release(): Promise<void>
}

/** The name of this machine, in letters that do nothing on a terminal. */
const thisHost = hostname().replaceAll(/[^\w.:-]/g, '_') || 'unnamed'

/** Who is at work, as the file tells it. */
interface Owner {
  readonly host: string
  readonly pid: number
  /** When it began, ISO 8601. */
  readonly since: string
  /** When the system says that the process was started, in its own terms: a number of a process is given again after its end. */
  readonly start?: string
  readonly id: string
}

/**
 * As `takeLock`, and makes the folder where it is not there. What was made for this is removed at the release where nothing came into it.
 *
 * @param elsewhere what to do where the folder cannot be made
 * @throws LstmError as `takeLock`
 */
export async function takeFolder(folder: string, elsewhere: string): Promise<Lock> {
  const made = await writing(folder, elsewhere, () => makeFolder(folder))
  try {
    const lock = await takeLock(folder)
    return {
      async release() {
        await lock.release()
        await removeEmpty(made)
      },
    }
  } catch (error) {
    await removeEmpty(made)
    throw error
  }
}

/**
 * Takes the folder for this program. Since a file is written for it, this also proves that the folder can be written.
 *
 * @param cure what to do where another program of this machine is at work there
 * @throws LstmError 'usage' naming the program that is at work there; 'disk' when nothing can be written there
 */
export async function takeLock(
  folder: string,
  cure = 'wait for it, end it, or choose another folder with --out',
): Promise<Lock> {
  const path = join(folder, lockName)
  const start = (await systemProcess(process.pid))?.start
  const owner: Owner = {
    host: thisHost,
    pid: process.pid,
    since: new Date().toISOString(),
    ...(start !== undefined && { start }),
    id: randomUUID(),
  }
  while (!(await create(path, `${JSON.stringify(owner)}\n`))) {
    const other = await readOwner(path)
    if (other !== 'none' && (await isAtWork(other))) throw refused(folder, path, other, cure)
    if (other !== 'none') await removeDead(path, other)
  }
  return {
    release() {
      return writing(path, 'remove it by hand', async () => {
        const found = await readOwner(path)
        if (found !== 'none' && found?.id === owner.id) await rm(path, { force: true })
      })
    },
  }
}

/** Whether the file was made, with this text in it; false when it was there. */
function create(path: string, text: string): Promise<boolean> {
  return writing(path, 'make room, or choose another folder with --out', async () => {
    try {
      await withHandle(path, 'wx', async handle => {
        await handle.writeFile(text).catch(async error => {
          await rm(path, { force: true })
          throw error
        })
      })
      return true
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** Milliseconds in which a program that has just made the file has also written it. */
const patience = 200

/** Neither a link, which may lead to what is not there and yet stands in the way, nor a pipe is waited for. Windows has neither. */
const asItStands = constants.O_RDONLY | (constants.O_NOFOLLOW || 0) | (constants.O_NONBLOCK || 0)

/**
 * Undefined for a file without a name in it, as a power cut leaves it; 'none' when there is no file any more.
 *
 * @throws LstmError 'disk' for what is no file, or may not be read
 */
function readOwner(path: string): Promise<Owner | undefined | 'none'> {
  return writing(path, 'where no program is training there, remove it by hand', async () => {
    for (const pause of [0, patience]) {
      await setTimeout(pause)
      try {
        return parseOwner(await withHandle(path, asItStands, handle => handle.readFile('utf8')))
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return 'none'
        if (systemCode(error) !== undefined) throw error
      }
    }
    return undefined
  })
}

/** @throws SyntaxError when the text names no owner */
function parseOwner(text: string): Owner {
  const owner = JSON.parse(text)
  const isName = (value: unknown) => typeof value === 'string' && /^[\w.:-]{1,255}$/.test(value)
  const isWhole = owner && [owner.host, owner.since, owner.id].every(isName)
  if (isWhole && Number.isSafeInteger(owner.pid) && owner.pid > 0) return owner
  throw new SyntaxError('no owner')
}

/** Whether it may still be: of another host nothing is known. */
async function isAtWork(owner: Owner | undefined): Promise<boolean> {
  if (owner === undefined) return false
  if (owner.host !== thisHost) return true
  if (!isAlive(owner.pid)) return false
  const found = await systemProcess(owner.pid)
  if (found?.ended) return false
  return owner.start === undefined || found === undefined || owner.start === found.start
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is another user's, and alive.
    return systemCode(error) !== 'ESRCH'
  }
}

/** What the system tells of a process. */
interface SystemProcess {
  /** Boot and clock tick in which it was started. */
  readonly start: string
  /** It is no more, and only its parent has not asked yet how it ended: where nobody asks, as in many a container, never. */
  readonly ended: boolean
}

/**
 * Undefined where there is no /proc.
 * Source: proc_pid_stat(5); the name in brackets may itself hold blanks and brackets, `state` is the first field after it and
 * `starttime` the 20th.
 */
async function systemProcess(pid: number): Promise<SystemProcess | undefined> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const stat = await read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', ticks] = [fields[0], fields[19]]
  if (ticks === undefined) return undefined
  const boot = (await read('/proc/sys/kernel/random/boot_id')).trim()
  return { start: `${boot} ${ticks}`, ended: ['Z', 'X'].includes(state) }
}

/** Milliseconds after which the right to remove a file was left behind by a program killed in just that moment. */
const longestRemoval = 5000

/**
 * Removes the file of a program that is no more. Of many who find it at once only the one who makes a second file, named after
 * the dead owner, may do so, and only if it is still the dead one's: else it might be the file of who was faster.
 */
async function removeDead(path: string, dead: Owner | undefined): Promise<void> {
  const right = `${path}.${dead?.id ?? 'unnamed'}`
  if (!(await create(right, ''))) {
    await setTimeout(patience)
    const age = Date.now() - ((await stat(right).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > longestRemoval) await rm(right, { force: true })
    return
  }
  try {
    const found = await readOwner(path)
    if (found !== 'none' && found?.id === dead?.id) await rm(path, { force: true })
  } finally {
    await rm(right, { force: true })
  }
}

function refused(folder: string, path: string, owner: Owner | undefined, cure: string): LstmError {
  const elsewhere = owner && owner.host !== thisHost ? ` on ${owner.host}` : ''
  return new LstmError(
    'usage',
    `a program is training in ${folder}: process ${owner?.pid}${elsewhere}, since ${owner?.since}`,
    { hint: elsewhere ? `${cure}; if that program is no more, remove ${path}` : cure },
  )
}
