/** stdout is data: written in order, with back pressure. stderr is talk. Nothing else in the program writes to either. */
import { LstmError, systemCode } from '../errors.ts'
import { systemReason } from '../files/failure.ts'
import { endOfCharacter, fitted, jsonLine, printable, wrapped } from '../printable.ts'

/** Nobody reads stdout any more (`| head -1`, a closed terminal): no fault of anybody's, and an end in silence. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** What ended stdout; every later write meets it again. */
let ended: ReaderGone | LstmError | undefined

// Each failure also reaches the callback of the write that met it. Talk that nobody hears is no failure.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

/** Characters that are written at once, so that a very long text does not stand in memory as bytes as well. */
const writtenAtOnce = 1 << 20
/** Characters of short pieces that are written together. */
const gatheredLength = 1 << 16

/**
 * Writes to stdout; resolves when it is written.
 *
 * @throws ReaderGone when nobody reads any more; LstmError 'disk' when it cannot be written, as on a full disk
 */
export async function write(text: string): Promise<void> {
  let start = 0
  do {
    const end = endOfCharacter(text, start + writtenAtOnce)
    await writeAtOnce(text.slice(start, end))
    start = end
  } while (start < text.length)
}

function writeAtOnce(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (ended) return reject(ended)
    process.stdout.write(text, error => {
      if (!error) return resolve()
      ended ??= endOf(error)
      reject(ended)
    })
  })
}

/** Writes what is short together, and what is long by itself, without a copy of it. */
export class GatheredOutput {
  readonly #put: (text: string) => Promise<void>
  #waiting = ''

  constructor(put: (text: string) => Promise<void>) {
    this.#put = put
  }

  /** @throws as `write`, of what came before as well */
  async add(text: string): Promise<void> {
    if (text.length >= gatheredLength) {
      await this.flush()
      await this.#put(text)
      return
    }
    this.#waiting += text
    if (this.#waiting.length >= gatheredLength) await this.flush()
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = ''
    await this.#put(waiting)
  }
}

/** Prints one JSON object as a line. @throws as `write` */
export function writeJson(value: unknown): Promise<void> {
  return write(`${jsonLine(value)}\n`)
}

/**
 * As `writeJson`, but it goes on in silence where nobody reads, and only says when it cannot be written: the work matters more.
 * When that is done, `requireOutput` has the command end as its output did.
 */
export async function reportJson(value: unknown): Promise<void> {
  const before = ended
  try {
    await writeJson(value)
  } catch (error) {
    if (error instanceof LstmError && ended !== before) complain(`lstm: ${error.message}; going on without`)
  }
}

/** @throws as `write` has, where something could not be written */
export function requireOutput(): void {
  if (ended) throw ended
}

/** What is said on stderr: errors alone, what people want to know, or how it came about as well. */
type Loudness = 'errors' | 'usual' | 'all'

let talk: Loudness = 'usual'

export function setTalk(wanted: Loudness): void {
  talk = wanted
}

/** One line on stderr. What came from files and arguments may stand in it as it is: it is made printable here. */
export function say(line: string): void {
  if (talk !== 'errors') complain(line)
}

/** As `say`, where somebody wants to know how it came about. */
export function sayMore(line: string): void {
  if (talk === 'all') complain(line)
}

/** As `say`, whatever is wanted: what has gone wrong. */
export function complain(line: string): void {
  complainStyled(printable(line))
}

/** As `say`, for a line with colours, whose maker has made its words printable. */
export function sayStyled(line: string): void {
  if (talk !== 'errors') complainStyled(line)
}

/** As `complain`, for lines whose maker has made their words printable. */
export function complainStyled(lines: string): void {
  process.stderr.write(`${below && startOfLine}${fittedTo(process.stderr, lines)}\n${below}`)
}

/** Writes lines for people to stdout: on a terminal, none is wider than it. @throws as `write` */
export function show(text: string): Promise<void> {
  return write(fittedTo(process.stdout, text))
}

/** On a terminal, lines none of which is wider than it. */
function fittedTo(stream: NodeJS.WriteStream, text: string): string {
  if (!stream.isTTY) return text
  const width = widthOf(stream)
  return text
    .split('\n')
    .map(line => wrapped(line, width))
    .join('\n')
}

/**
 * Keeps one line below all that is said, on a terminal: progress. '' takes it away.
 *
 * It hides no cursor and sets no mode, so that the terminal is as it was wherever the program ends, be it by kill -9.
 */
export function showBelow(line: string): void {
  if (!showsBelow() || (line === '' && below === '')) return
  below = fitted(printable(line), widthBelow())
  process.stderr.write(`${startOfLine}${below}`)
}

/** Whether it is wanted, and stderr a terminal on which a line can be drawn anew, as a dumb one (an editor's shell) cannot. */
export function showsBelow(): boolean {
  return talk !== 'errors' && process.stderr.isTTY === true && process.env.TERM !== 'dumb'
}

/** Characters of the line below. In a terminal's last column some begin the next line. */
export function widthBelow(): number {
  return widthOf(process.stderr) - 1
}

/** Characters of a terminal's line; one that does not know says 0. */
function widthOf({ columns }: { readonly columns?: number }): number {
  return columns || 80
}

let below = ''
const startOfLine = '\r\u001b[K'

function endOf(error: Error): ReaderGone | LstmError {
  const code = systemCode(error)
  // A terminal that was closed answers EIO.
  if (code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && process.stdout.isTTY)) {
    return new ReaderGone('nobody reads the output', { cause: error })
  }
  return new LstmError('disk', `cannot write the output: ${systemReason(error)}`, {
    hint: 'make room, or send the output elsewhere',
    cause: error,
  })
}

/** How the user called this program, for commands to type next. */
export const programName = process.env.npm_command === 'exec' ? 'npx lstm' : 'lstm'
