import type { Flag, Grammar, Offer, Subcommand } from './grammar.ts'

/** A completion script for bash: 4 or newer; 3.2 runs it, too, but takes file names less well. */
export function bashScript({ program, flags, subcommands }: Grammar): string {
  return `# Completion of ${program} for bash, made by '${program} completion bash'.
_${program}() {
  local word=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD - 1]} subcommand=
  if ((COMP_CWORD > 1)); then subcommand=\${COMP_WORDS[1]}; fi
  # The flag whose value is being typed, or - for a flag itself. bash takes --flag=value apart at the =.
  if [[ $word == = ]]; then
    word=
  elif [[ $flag == = ]]; then
    flag=\${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $word == -* ]]; then
    flag=-
  fi

  COMPREPLY=()
  # A redirection takes a file, whatever stands before it.
  if [[ $flag == *[\\<\\>] ]]; then
    compopt -o default 2>/dev/null
    return
  fi

  local choices=() paths=
  case $subcommand in
    '')
      case $flag in
        -) ${offered(flagNames(flags))} ;;
        *) ${offered(subcommands.map(({ name }) => name))} ;;
      esac
      ;;
${subcommands.map(branch).join('\n')}
  esac

  local choice IFS=$'\\n'
  for choice in "\${choices[@]}"; do
    if [[ $choice == "$word"* ]]; then COMPREPLY+=("$choice"); fi
  done
  # readline's own file names know quotes and ~; bash before 4 cannot be asked for them.
  case $paths in
    files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$word")) ;;
    folders) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$word")) ;;
  esac
}
complete -F _${program} ${program}
`
}

/** What one subcommand offers: after a flag its values, else its arguments, or its flags where it has none. */
function branch({ name, flags, arguments: values }: Subcommand): string {
  const after = new Map<string, string[]>()
  for (const { names, value } of flags) {
    if (value) after.set(offered(value.offer), [...(after.get(offered(value.offer)) ?? []), ...names])
  }
  const flagsThemselves = offered(flagNames(flags))
  const argument = values.find(value => value.offer)
  const rules = [
    ...[...after].map(([offer, names]) => `${names.join(' | ')}) ${offer} ;;`),
    ...(argument
      ? [`-) ${flagsThemselves} ;;`, `*) ${offered(argument.offer)} ;;`]
      : [`*) ${flagsThemselves} ;;`]),
  ]
  return `    ${name})
      case $flag in
${rules.map(rule => `        ${rule}`).join('\n')}
      esac
      ;;`
}

function flagNames(flags: readonly Flag[]): string[] {
  return flags.flatMap(({ names }) => names)
}

function offered(offer: Offer | undefined): string {
  if (offer === undefined) return ':'
  return typeof offer === 'string' ? `paths=${offer}` : `choices=(${offer.map(quoted).join(' ')})`
}

function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
