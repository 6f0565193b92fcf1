import { Command, CommanderError } from 'commander'
import { bugExitCode, type ErrorCode, exitCodes, LstmError, reason } from './errors.ts'
import { version } from './version.ts'

/** The subcommands in the order in which the help shows them; only the one that runs is loaded. */
const commands = {
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  eval: async () => (await import('./commands/eval.ts')).evalCommand(),
  predict: async () => (await import('./commands/predict.ts')).predictCommand(),
  tokenize: async () => (await import('./commands/tokenize.ts')).tokenizeCommand(),
  lag: async () => (await import('./commands/lag.ts')).lagCommand(),
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  import: async () => (await import('./commands/import.ts')).importCommand(),
  export: async () => (await import('./commands/export.ts')).exportCommand(),
  data: async () => (await import('./commands/data.ts')).dataCommand(),
  completion: async () => (await import('./commands/completion.ts')).completionCommand(() => program()),
} as const satisfies Record<string, () => Promise<Command>>

// A reader that has seen enough (`| head -1`) is not an error.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})
process.stderr.on('error', () => undefined)

/** Runs the command line and gives the exit code. Nothing else in the program sets it. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    await (await program(argv[2])).parseAsync(argv)
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    if (error instanceof LstmError) {
      const hint = error.hint ?? hints[error.code]
      process.stderr.write(`lstm: ${error.message}\n${hint ? `      ${hint}\n` : ''}`)
      return error.exitCode
    }
    process.stderr.write(`lstm: ${describeBug(error)}\n`)
    return bugExitCode
  }
}

/** With the subcommand of this name; with all of them where there is none. */
async function program(name?: string): Promise<Command> {
  const root = new Command('lstm')
    .description('A local text classifier: the official Theano IMDB LSTM example, in TypeScript.')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', examples)
    .exitOverride()
  if (name === '--version' || name === '-V') return root
  const wanted = Object.entries(commands).filter(([command]) => command === name)
  for (const [, load] of wanted.length > 0 ? wanted : Object.entries(commands)) {
    root.addCommand((await load()).exitOverride())
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

/** Our own mistakes: the message, and the stack for those who want to report it. */
function describeBug(error: unknown): string {
  if (process.env.LSTM_DEBUG && error instanceof Error) return error.stack ?? error.message
  return `unexpected error: ${reason(error)} (run with LSTM_DEBUG=1 for the details)`
}

process.exitCode = await run(process.argv)
