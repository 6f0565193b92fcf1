/** stdout is data: written in order, with back pressure. stderr is talk. */
import { once } from 'node:events'

/** Writes to stdout; resolves when more may be written. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** '12.3 %' */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`
}

/** 'a 95 % interval of 11.9 to 12.8 %' in brackets: '[11.9, 12.8]' */
export function percentInterval([lower, upper]: readonly [number, number], digits = 1): string {
  return `[${(100 * lower).toFixed(digits)}, ${(100 * upper).toFixed(digits)}]`
}

/** 1 -> '1 text', 2 -> '2 texts', with thousands separated. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

/** How the user called this program, for commands to type next. */
export const programName = process.env.npm_command === 'exec' ? 'npx lstm' : 'lstm'

/** Prints one JSON object as a line. */
export function writeJson(value: unknown): Promise<void> {
  return write(`${JSON.stringify(value)}\n`)
}
