/**
 * Flags that are not typed. What holds is, in this order: the command line, the environment (LSTM_BATCH_SIZE=32), the file of --config, and
 * what the command itself takes for usual.
 */
import { type Command, Option } from 'commander'
import { decodedFile } from '../data/input/encoding.ts'
import { LstmError, reason } from '../errors.ts'
import { readShortFile } from '../files/read-file.ts'
import { programName, say } from './output.ts'

/** Environment variables of ours that are no flags. */
const others = ['LSTM_DEBUG']

/** Adds what every command has: --config, --quiet and --verbose, and both spellings of JSON where it has one of them. */
export function addCommonFlags(command: Command): Command {
  const has = (name: string) => command.options.some(({ long }) => long === name)
  if (!has('--config')) {
    command.option('--config <path>', 'flags from a file of JSON or YAML, such as batch-size: 32')
  }
  if (!has('--quiet')) command.option('-q, --quiet', 'say nothing on stderr but what has gone wrong')
  if (!has('--verbose')) {
    command.option('--verbose', 'say more on stderr: how it came about, and at the end what it took')
  }
  const format = command.options.find(({ long }) => long === '--format')
  if (has('--json') && !format) {
    command.addOption(new Option('--format <name>', 'output').choices(['text', 'json']).hideHelp())
    command.on('option:format', value => command.setOptionValueWithSource('json', value === 'json', 'cli'))
  } else if (format?.argChoices?.includes('json') && !has('--json')) {
    command.addOption(new Option('--json', 'the same as --format json').hideHelp())
    command.on('option:json', () => command.setOptionValueWithSource('format', 'json', 'cli'))
  }
  return command
}

/**
 * Gives the command what the environment and its --config say, where no flag says otherwise. A variable that begins as ours do and
 * names a flag of no command is said: it may be misspelt, or another program's.
 *
 * @param commands all there are: a variable may be meant for another one
 * @throws LstmError 'usage' for a file that cannot be read, or that names a flag which is none
 */
export async function takeGivenElsewhere(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
  commands: () => Promise<readonly Command[]>,
): Promise<void> {
  await sayUnknown(command, environment, commands)
  const config = command.opts().config ?? environment.LSTM_CONFIG
  for (const [option, value] of inEnvironment(command, environment)) give(command, option, value, 'env')
  if (typeof config !== 'string') return
  for (const [name, value] of Object.entries(await readConfig(config))) {
    const found = optionNamed(command, name)
    if (!found || name === 'config') {
      throw new LstmError('usage', `${config}: '${name}' is no flag of lstm ${command.name()}`, {
        hint: `a name is that of a flag: batch-size or batchSize for --batch-size; all of them: ${programName} ${command.name()} --help`,
      })
    }
    give(command, found, value, 'config', config)
  }
}

function* inEnvironment(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
): Generator<[Option, string]> {
  for (const option of command.options) {
    const name = variable(option)
    const value = environment[name]
    if (value && !option.negate && !others.includes(name) && option.attributeName() !== 'config') {
      yield [option, value]
    }
  }
}

/** LSTM_BATCH_SIZE for --batch-size. */
function variable(option: Option): string {
  return `LSTM_${option.name().replace(/^no-/, '').replaceAll('-', '_').toUpperCase()}`
}

/** All commands are loaded only where this one does not know a variable. */
async function sayUnknown(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
  commands: () => Promise<readonly Command[]>,
): Promise<void> {
  const without = (names: readonly string[], known: readonly Command[]) => {
    const flags = new Set(known.flatMap(({ options }) => options.map(variable)))
    return names.filter(name => !flags.has(name))
  }
  const ours = Object.keys(environment).filter(name => name.startsWith('LSTM_') && !others.includes(name))
  const unknown = without(ours, [command])
  if (unknown.length === 0) return
  for (const name of without(unknown, await commands())) {
    say(`lstm: ${name} in the environment names no flag of lstm, and does nothing`)
  }
}

function optionNamed(command: Command, name: string): Option | undefined {
  return command.options.find(
    option => !option.negate && [option.name(), option.attributeName()].includes(name),
  )
}

/** @param place names the file in errors */
function give(
  command: Command,
  option: Option,
  value: unknown,
  source: 'env' | 'config',
  place = 'the environment',
): void {
  const name = option.attributeName()
  const before = command.getOptionValueSource(name)
  if (before !== undefined && before !== 'default') return
  const takesValue = option.required || option.optional
  const wants = (what: string) =>
    new LstmError('usage', `${place}: ${option.long} wants ${what}, not ${JSON.stringify(value)}`)
  if (!takesValue) {
    if (!['true', 'false'].includes(String(value))) throw wants('true or false')
    command.setOptionValueWithSource(name, String(value) === 'true', source)
    return
  }
  const { variadic, parseArg } = option
  const values = (variadic || parseArg) && Array.isArray(value) ? value : [value]
  if (!values.every(one => typeof one === 'string' || typeof one === 'number'))
    throw wants('a text or a number')
  const texts = values.map(String)
  for (const text of texts) {
    if (option.argChoices && !option.argChoices.includes(text)) {
      throw wants(`one of ${option.argChoices.join(', ')}`)
    }
  }
  const taken = parseArg ? parsed(texts, parseArg, place) : variadic ? texts : texts[0]
  command.setOptionValueWithSource(name, taken, source)
}

/** What the flag has when it is typed with each of these, one after the other. */
function parsed(texts: readonly string[], parseArg: NonNullable<Option['parseArg']>, place: string): unknown {
  try {
    return texts.reduce<unknown>((earlier, text) => parseArg(text, earlier), undefined)
  } catch (error) {
    if (!(error instanceof LstmError)) throw error
    throw new LstmError(error.code, `${place}: ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
      cause: error,
    })
  }
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  const hint = 'a file of flags holds names and values, such as batch-size: 32'
  const refused = (why: string, cause?: unknown) =>
    new LstmError('usage', `${path} is no file of flags: ${why}`, { hint, cause })
  const bytes = await readShortFile(path, 'usage', hint)
  const { parse } = await import('yaml')
  try {
    const text = decodedFile(bytes, path)
    // JSON is YAML.
    const value: unknown = parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (error) {
    throw refused(reason(error).split('\n')[0]!, error)
  }
  throw refused('it holds no names')
}
