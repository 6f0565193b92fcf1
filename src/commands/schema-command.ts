import { Argument, Command } from 'commander'
import { version } from '../version.ts'
import { write } from './output.ts'
import { schemasByCommand } from './schemas/schemas-by-command.ts'

type Described = keyof typeof schemasByCommand

const names = Object.keys(schemasByCommand) as Described[]

export function schemaCommand(): Command {
  return new Command('schema')
    .summary('print the JSON Schema of what a command prints')
    .description(
      'Prints the JSON Schema (2020-12) of what a command writes with --json or --format json; of predict, tokenize, train and ' +
        'search of each line. Without a name the commands that have one.',
    )
    .addArgument(new Argument('[command]', 'which command').choices(names))
    .action(async (name?: Described) => write(name === undefined ? `${names.join('\n')}\n` : schemaOf(name)))
}

function schemaOf(name: Described): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `lstm ${name} (${version})`,
    ...schemasByCommand[name],
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
