/** `-h`: the flags under 'Options:', which are wanted most, a line each. `--help` has all flags, and all there is to say. */
import type { Command, Help, HelpConfiguration, Option } from 'commander'
import { fitted } from '../printable.ts'
import { counted } from '../wording.ts'

export function asksForShortHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? args.length : end).includes('-h')
}

export const shortHelp: HelpConfiguration = { formatHelp }

function formatHelp(command: Command, helper: Help): string {
  const all = helper.visibleOptions(command).filter(({ long }) => long !== '--help')
  const shown = all.filter(({ helpGroupHeading = usualGroup }: Option) => helpGroupHeading === usualGroup)
  const items = [
    ...command.commands.map(each => ({ term: each.name(), description: helper.subcommandDescription(each) })),
    ...shown.map(option => ({ term: helper.optionTerm(option), description: option.description })),
  ]
  const widest = Math.max(...items.map(({ term }) => term.length))
  const width = helper.helpWidth ?? 80
  const whole = `${command.parent ? `${command.parent.name()} ` : ''}${command.name()} --help`
  const left = all.length - shown.length
  return [
    `Usage: ${helper.commandUsage(command)}`,
    '',
    ...items.map(({ term, description }) =>
      `  ${term.padEnd(widest)}  ${fitted(inShort(description), width - widest - 4)}`.trimEnd(),
    ),
    '',
    left > 0
      ? `${counted(left, 'more flag')}, and all there is to say: ${whole}`
      : `All there is to say: ${whole}`,
    '',
  ].join('\n')
}

/** Where commander puts an option without a heading of its own. */
export const usualGroup = 'Options:'

/** What stands before the first colon, semicolon or bracket. */
function inShort(description: string): string {
  return description.replace(/(?<=.)(?:[:;] | \().*$/s, '')
}
