import type { Command, CommanderError } from 'commander'
import { LstmError } from '../errors.ts'
import { shellWord } from '../wording.ts'
import { programName } from './output.ts'

/**
 * What the argument parser found wrong, as an error of ours.
 *
 * @param command where it was found; undefined before any
 */
export function usageError({ code, message }: CommanderError, command: Command | undefined): LstmError {
  const [, what, suggestion] = /^(?:error: )?(.*?)(?:\n\((.*)\))?$/s.exec(message)!
  const texts = command?.registeredArguments[0]
  const hints = [
    ...(code === 'commander.unknownOption' && texts?.variadic
      ? [
          `a ${texts.name()} that begins with '-' goes after '--': ${programName} ${command!.name()} -- '-...'`,
        ]
      : []),
    ...(code === 'commander.excessArguments' ? dataHint(command!) : []),
    seeHelp(command?.name()),
  ]
  const hint = hints.join('; ')
  return new LstmError('usage', choiceWanted(what!) ?? missingIn(command, code, what!) ?? what!, {
    hint: suggestion ? `${lowerFirst(suggestion)} else ${hint}` : hint,
  })
}

/** A value that is none of the choices, as our own checks say it; undefined where it is something else. */
function choiceWanted(message: string): string | undefined {
  const [, option, argument, choices] =
    /^(?:option '(?:-\w, )?(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid.*Allowed choices are (.*)\.$/s.exec(
      message,
    ) ?? []
  const [, name] = /for argument '(.+?)'/.exec(message) ?? []
  return choices === undefined ? undefined : `${option ?? name} wants one of ${choices}, not '${argument}'`
}

/** An argument, or the value of a flag, that is missing, with what it can be; undefined where it is something else. */
function missingIn(command: Command | undefined, code: string, message: string): string | undefined {
  const oneOf = (choices: readonly string[] | undefined) => choices && `: one of ${choices.join(', ')}`
  if (code === 'commander.missingArgument') {
    const missing = command?.registeredArguments[command.args.length]
    return missing && `${command.name()} wants a ${missing.name()}${oneOf(missing.argChoices) ?? ''}`
  }
  if (code !== 'commander.optionMissingArgument') return undefined
  const option = command?.options.find(({ flags }) => message.includes(`'${flags}'`))
  const [value] = /<.+?>/.exec(option?.flags ?? '') ?? []
  return option && `${option.long} wants a value${oneOf(option.argChoices) ?? `: ${value}`}`
}

/** A file that was named where only flags are wanted is likely the data. */
function dataHint(command: Command): string[] {
  const { options, args, registeredArguments: known } = command
  const takesData =
    options.some(({ long }) => long === '--data') && !known.some(each => each.name() === 'data')
  const typed = [programName, command.name(), ...args.slice(0, known.length)].join(' ')
  return takesData ? [`texts are named with --data: ${typed} --data ${shellWord(args[known.length]!)}`] : []
}

/** "see 'lstm train --help'" */
export function seeHelp(command: string | undefined): string {
  return `see '${[programName, command, '--help'].filter(Boolean).join(' ')}'`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
