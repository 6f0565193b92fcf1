/** The program: its commands, each loaded when it is called, and the only place that sets the exit code. */
import { inspect } from 'node:util'
import { Command, CommanderError } from 'commander'
import { runWithLittleAddressSpace, wantsLittleAddressSpace } from './commands/address-space.ts'
import { addCommonFlags, takeGivenElsewhere } from './commands/given-elsewhere.ts'
import { complain, complainStyled, ReaderGone, sayMore, setTalk, show } from './commands/output.ts'
import { asksForShortHelp, shortHelp } from './commands/short-help.ts'
import { seeHelp, usageError } from './commands/usage.ts'
import { bugExitCode, type ErrorCode, LstmError, reason } from './errors.ts'
import { printable } from './printable.ts'
import { version } from './version.ts'
import { byteSize } from './wording.ts'

/** The subcommands in the order in which the help shows them; only the one that runs is loaded. */
const commands = {
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  search: async () => (await import('./commands/search.ts')).searchCommand(),
  eval: async () => (await import('./commands/eval.ts')).evalCommand(),
  learn: async () => (await import('./commands/learn.ts')).learnCommand(),
  predict: async () => (await import('./commands/predict.ts')).predictCommand(),
  merge: async () => (await import('./commands/merge.ts')).mergeCommand(),
  check: async () => (await import('./commands/check.ts')).checkCommand(),
  compare: async () => (await import('./commands/compare.ts')).compareCommand(),
  split: async () => (await import('./commands/write-splits.ts')).splitCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  tokenize: async () => (await import('./commands/tokenize.ts')).tokenizeCommand(),
  lag: async () => (await import('./commands/lag.ts')).lagCommand(),
  models: async () => (await import('./commands/models.ts')).modelsCommand(),
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  schema: async () => (await import('./commands/schema-command.ts')).schemaCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  data: async () => (await import('./commands/data.ts')).dataCommand(),
  completion: async () => (await import('./commands/completion.ts')).completionCommand(() => program()),
} as const satisfies Record<string, () => Promise<Command>>

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
  if (debug) complainStyled(`lstm: unexpected error: ${debug}`)
  else complain(`lstm: unexpected error: ${reason(error)} (run with LSTM_DEBUG=1 for the details)`)
  return bugExitCode
}

/** With the subcommand of this name; with all of them where there is none. */
async function program(name?: string, printed = { help: '', onError: '' }): Promise<Command> {
  const root = new Command('lstm')
    .description('A local text classifier: the official Theano IMDB LSTM example, in TypeScript.')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', examples)
    .exitOverride()
    .hook('preAction', async (_, command) => {
      await takeGivenElsewhere(command, process.env, async () => (await program()).commands)
      const { quiet, verbose } = command.opts()
      if (quiet && verbose) throw new LstmError('usage', '--quiet does not go with --verbose')
      setTalk(quiet ? 'errors' : verbose ? 'all' : 'usual')
    })
    // Kept, and written as all else is: commander itself would not see a full disk.
    .configureOutput({
      writeOut: text => {
        printed.help += text
      },
      writeErr: text => {
        printed.onError += text
      },
      outputError: () => undefined,
    })
  if (name === '--version' || name === '-V') return root
  const wanted = Object.entries(commands).filter(([command]) => command === name)
  for (const [, load] of wanted.length > 0 ? wanted : Object.entries(commands)) {
    root.addCommand(addCommonFlags((await load()).copyInheritedSettings(root)))
  }
  return root
}

const examples = `
Examples:
  lstm train                                    train the official example on real IMDB reviews
  lstm train --preset best                      train the best model that is known here
  lstm eval                                     measure the newest model on the 25,000 test reviews
  echo 'A wonderful film.' | lstm predict       classify each line
  lstm train --data reviews.csv --tokenizer words --maxlen 0 --out checkpoints/mine`

/** What helps, in flags, against what is found where no flags are known. */
const hints: Partial<Record<ErrorCode, string>> = {
  memory: '--threads 1 takes less; in training also a smaller --batch-size or --maxlen',
}

// A failure that nobody waited for, looking like all others.
process.on('uncaughtException', error => process.exit(tell(error)))

process.exitCode = await (wantsLittleAddressSpace()
  ? runWithLittleAddressSpace()
  : run(process.argv.slice(2)))
