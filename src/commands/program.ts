/** The commands, each loaded when it is called, as the one program of which help, manual page, completion and docs/flags.md are made. */
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { version } from '../version.ts'
import { addCommonFlags, takeGivenElsewhere } from './given-elsewhere.ts'
import { refuseOverwriting } from './kept-inputs.ts'
import { setTalk } from './output.ts'

/** The subcommands in the order in which the help shows them; only the one that runs is loaded. */
const commands = {
  train: async () => (await import('./train.ts')).trainCommand(),
  search: async () => (await import('./search.ts')).searchCommand(),
  eval: async () => (await import('./eval.ts')).evalCommand(),
  learn: async () => (await import('./learn.ts')).learnCommand(),
  predict: async () => (await import('./predict.ts')).predictCommand(),
  merge: async () => (await import('./merge.ts')).mergeCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  compare: async () => (await import('./compare.ts')).compareCommand(),
  split: async () => (await import('./write-splits.ts')).splitCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  tokenize: async () => (await import('./tokenize.ts')).tokenizeCommand(),
  lag: async () => (await import('./lag.ts')).lagCommand(),
  models: async () => (await import('./models.ts')).modelsCommand(),
  inspect: async () => (await import('./inspect.ts')).inspectCommand(),
  schema: async () => (await import('./schema-command.ts')).schemaCommand(),
  import: async () => (await import('./import.ts')).importCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  data: async () => (await import('./data.ts')).dataCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(() => program()),
} as const satisfies Record<string, () => Promise<Command>>

/**
 * The program with the subcommand of this name; with all of them where there is none.
 *
 * @param printed takes what commander would print
 */
export async function program(name?: string, printed = { help: '', onError: '' }): Promise<Command> {
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
      await refuseOverwriting(command)
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
  lstm train --data reviews.csv                 train on texts of your own, chosen by what they are`
