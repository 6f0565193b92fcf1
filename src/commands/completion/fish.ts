import type { Flag, Grammar, Offer, Subcommand } from './grammar.ts'

/** A completion script for fish 3 or newer. */
export function fishScript({ program, flags, subcommands }: Grammar): string {
  const within = (subcommand: string) => `complete -c ${program} -n "__${program}_within '${subcommand}'"`
  const lines = [
    ...flags.map(flag => `${within('')} ${flagRule(flag)}`),
    ...subcommands.map(({ name, summary }) => `${within('')} -a ${name} -d ${quoted(summary)}`),
    ...subcommands.flatMap(subcommand => rules(subcommand).map(rule => `${within(subcommand.name)} ${rule}`)),
  ]
  return `# Completion of ${program} for fish, made by '${program} completion fish'.
function __${program}_within
    set -l words (commandline -opc)
    test "$words[2]" = "$argv[1]"
end

# No file names but where they are asked for.
complete -c ${program} -f
${lines.join('\n')}
`
}

function rules({ flags, arguments: values }: Subcommand): string[] {
  const offers = values.flatMap(({ offer }) => (offer ? [offered(offer)] : []))
  return [...flags.map(flagRule), ...offers]
}

/** '-s o -l out -x -a …': fish knows names without dashes. */
function flagRule({ names, description, value }: Flag): string {
  const words = names.map(name => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  return [...words, ...(value ? [`-r ${offered(value.offer)}`] : []), `-d ${quoted(description)}`].join(' ')
}

function offered(offer: Offer | undefined): string {
  if (offer === undefined) return '-f'
  if (offer === 'files') return '-F'
  return `-f -a ${quoted(offer === 'folders' ? folders : offer.map(escaped).join(' '))}`
}

/** Of --out=value only the value is a path. */
const folders = `(__fish_complete_directories (string replace -r '^--[^=]*=' '' -- (commandline -ct)))`

function escaped(word: string): string {
  return word.replace(/[^\w.-]/g, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}
