/** Asks real shells what they would offer, as far as they are installed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof shells)[number]

const programs: Readonly<Record<Shell, string>> = {
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  powershell: 'pwsh',
}

/** Why this shell's tests cannot run here; undefined where they can. */
export function missing(shell: Shell): string | undefined {
  return spawnSync(programs[shell], ['-c', 'exit 0']).error && `${shell} is not installed`
}

/** What the shell offers, sorted, after its user has sourced `script`, typed this in this folder, and hit TAB. */
export function candidates(shell: Shell, script: string, typed: string, folder: string): string[] {
  const own = mkdtempSync(join(tmpdir(), 'lstm-completion-'))
  try {
    const path = join(own, 'script')
    writeFileSync(path, script)
    const asked = [...ask[shell], path, ...(shell === 'bash' ? readlineWords(typed) : [typed])]
    const env = { ...process.env, HOME: own, ZDOTDIR: own, XDG_CONFIG_HOME: own, XDG_DATA_HOME: own }
    const { status, stdout, stderr } = spawnSync(programs[shell], asked, {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 30_000,
    })
    if (status !== 0 || stderr !== '') throw new Error(`${shell}: status ${status}: ${stderr}`)
    const lines = stdout.split('\n').filter(line => line !== '')
    return [...new Set(lines.map(line => bare(line, typed)))].sort()
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** fish tells descriptions after a tab and repeats --flag= before a value; zsh escapes blanks; folders may end with /. */
function bare(line: string, typed: string): string {
  const flag = /--[\w-]+=/.exec(typed)?.[0] ?? ''
  return line.replace(/\t.*/, '').replace(flag, '').replaceAll('\\ ', ' ').replace(/\/$/, '')
}

/** As readline takes a line apart: at blanks, and at = as well. */
function readlineWords(typed: string): string[] {
  return typed.split(/ +|(?<==)|(?==)/)
}

/** Programs that take the script's path and what is typed, and print what is offered, a line each. */
const ask: Readonly<Record<Shell, readonly string[]>> = {
  bash: [
    '--norc',
    '-c',
    `source "$1"; shift
     COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
     "_$1"; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
  ],
  powershell: [
    '-NoProfile',
    '-CommandWithArgs',
    '. ([ScriptBlock]::Create((Get-Content -Raw $args[0]))); (TabExpansion2 $args[1] $args[1].Length).CompletionMatches.ListItemText',
  ],
  fish: ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]'],
  // zsh completes only on a terminal: it gets one, and everything that it is about to offer goes to a file as well.
  zsh: [
    '-f',
    '-c',
    `zmodload zsh/zpty
     export offered=$1.offered
     zpty terminal zsh -f -i
     zpty -w terminal "PS1= PS2=; autoload -U compinit; compinit -u -D; source \${(q)1}
       compadd() {
         local -a found
         if [[ \\\${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
           builtin compadd -O found \\"\\$@\\"
           (( \\$#found )) && print -rl -- \\$found >> \\$offered
         fi
         builtin compadd \\"\\$@\\"
       }
       finished() { : > \\$offered.finished }
       comppostfuncs=(finished)
       : > \\$offered.ready"
     until [[ -e $offered.ready ]]; do sleep 0.05; done
     zpty -w -n terminal "$2"$'\\t'
     until [[ -e $offered.finished ]]; do sleep 0.05; done
     zpty -d terminal
     if [[ -e $offered ]]; then cat $offered; fi`,
    'zsh',
  ],
}
