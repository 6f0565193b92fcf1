/** The program as it is run: arguments in, what went wrong told, and the only place that sets the exit code. */
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { runWithLittleAddressSpace, wantsLittleAddressSpace } from './commands/address-space.ts'
import { complain, complainStyled, ReaderGone, sayMore, show } from './commands/output.ts'
import { program } from './commands/program.ts'
import { asksForShortHelp, shortHelp } from './commands/short-help.ts'
import { seeHelp, usageError } from './commands/usage.ts'
import { bugExitCode, type ErrorCode, isOutOfMemory, LstmError, reason } from './errors.ts'
import { printable } from './printable.ts'
import { byteSize } from './wording.ts'

/** Runs the command line and gives the exit code. Nothing else in the program sets it. */
async function run(args: readonly string[]): Promise<number> {
  try {
    await runCommand(args[0] === '-v' ? ['--version'] : args)
    sayMore(
      `lstm: took ${(performance.now() / 1000).toFixed(2)} s and ${byteSize(1024 * process.resourceUsage().maxRSS)} of memory`,
    )
    return 0
  } catch (error) {
    return error instanceof ReaderGone ? 0 : tell(error, args[0])
  }
}

/** @throws LstmError 'usage' for what commander refuses, and all that the command throws */
async function runCommand(args: readonly string[]): Promise<void> {
  const printed = { help: '', onError: '' }
  if (asksForShortHelp(args)) {
    const root = await program(args[0])
    const command = root.commands.find(each => each.name() === args[0]) ?? root
    return show(command.configureHelp(shortHelp).helpInformation())
  }
  const root = await program(args[0], printed)
  try {
    await root.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return show(printed.help)
    const command = root.commands.find(each => each.name() === args[0])
    if (printed.onError === '') throw usageError(error, command)
    complainStyled(printed.onError)
    throw new LstmError('usage', 'which command?')
  }
}

/** Says what went wrong, and gives the exit code. */
function tell(error: unknown, command?: string): number {
  const debug = process.env.LSTM_DEBUG ? inspect(error).split('\n').map(printable).join('\n') : ''
  if (error instanceof LstmError) {
    const { message, code, hint = code === 'usage' ? seeHelp(command) : hints[code], exitCode } = error
    complain(`lstm: ${message}`)
    if (hint) complain(`      ${hint}`)
    if (debug) complainStyled(debug)
    // Node would abort on its way out: it means to put a terminal right that is gone.
    if (error.cause === 'SIGHUP') process.kill(process.pid, 'SIGHUP')
    return exitCode
  }
  if (isOutOfMemory(error)) {
    return tell(new LstmError('memory', `there is not enough memory: ${reason(error)}`, { cause: error }))
  }
  if (debug) complainStyled(`lstm: unexpected error: ${debug}`)
  else complain(`lstm: unexpected error: ${reason(error)} (run with LSTM_DEBUG=1 for the details)`)
  return bugExitCode
}

/** What helps, in flags, against what is found where no flags are known. */
const hints: Partial<Record<ErrorCode, string>> = {
  memory: '--threads 1 takes less; in training also a smaller --batch-size or --maxlen',
}

// A failure that nobody waited for, looking like all others.
process.on('uncaughtException', error => process.exit(tell(error)))

process.exitCode = await (wantsLittleAddressSpace()
  ? runWithLittleAddressSpace()
  : run(process.argv.slice(2)))
