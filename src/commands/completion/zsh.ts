import type { Flag, Grammar, Offer, Subcommand, Value } from './grammar.ts'

/** A completion script for zsh, to be sourced or put into a folder of $fpath as _program. */
export function zshScript({ program, flags, subcommands }: Grammar): string {
  return `#compdef ${program}
# Completion of ${program} for zsh, made by '${program} completion zsh'.
_${program}() {
  local context state state_descr line
  local -A opt_args
  local -a subcommands=(
${subcommands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments ${flags.map(flagSpec).join(' ')} '1:command:->subcommand' '*:: :->words' && return
  case $state in
    subcommand) _describe command subcommands ;;
    words)
      case $words[1] in
${subcommands.map(branch).join('\n')}
      esac
      ;;
  esac
}

# Sourced, it announces itself; found in $fpath, it is being called for the first time.
if [[ $funcstack[1] == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`
}

function branch({ name, flags, arguments: values }: Subcommand): string {
  const specs = [...flags.map(flagSpec), ...values.map(argumentSpec)]
  return `        ${name})
          _arguments \\
${specs.map(spec => `            ${spec}`).join(' \\\n')}
          ;;`
}

/** '(-o --out)'{-o+,--out=}'[description]:folder:_files -/': each name excludes the other. */
function flagSpec({ names, description, value }: Flag): string {
  const words = names.map(name => (value ? `${name}${name.startsWith('--') ? '=' : '+'}` : name))
  const explained = quoted(`[${escaped(description, /[[\]\\]/g)}]${value ? valueSpec(value) : ''}`)
  if (value?.variadic) return words.map(word => `${quoted(`*${word}`)}${explained}`).join(' ')
  return words.length === 1
    ? `${words[0]}${explained}`
    : `'(${names.join(' ')})'{${words.join(',')}}${explained}`
}

/** '*:model:_files' for any number. A message (a blank action) would hold up the flags, so there is none here. */
function argumentSpec({ name, required, variadic, offer = [] }: Value): string {
  return quoted(`${variadic ? '*' : ''}${valueSpec({ name, required: required || variadic, offer })}`)
}

/** ':folder:_files -/', with two colons in front when it may be left out. */
function valueSpec({ name, required, offer }: Omit<Value, 'variadic'>): string {
  return `${required ? ':' : '::'}${escaped(name, /[:\\]/g)}:${action(offer)}`
}

/** A blank is an action, too: nothing is offered, but zsh can be told to show the value's name. */
function action(offer: Offer | undefined): string {
  if (offer === undefined) return ' '
  if (offer === 'files') return '_files'
  if (offer === 'folders') return '_files -/'
  return `(${offer.map(word => escaped(word, /[^\w.-]/g)).join(' ')})`
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
