import { Argument, Command } from 'commander'
import { exitMeanings } from '../errors.ts'
import { version } from '../version.ts'
import { bashScript } from './completion/bash.ts'
import { fishScript } from './completion/fish.ts'
import { type Grammar, grammarOf } from './completion/grammar.ts'
import { manPage } from './completion/man-page.ts'
import { powershellScript } from './completion/powershell.ts'
import { zshScript } from './completion/zsh.ts'
import { write } from './output.ts'

/** A new shell is a row here. */
const scripts = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
  man: grammar => manPage(grammar, { version, description: about, exitCodes: exitMeanings }),
} as const satisfies Record<string, (grammar: Grammar) => string>

const about = 'a local text classifier'

/** @param program makes the whole program, with all of its subcommands */
export function completionCommand(program: () => Promise<Command>): Command {
  return new Command('completion')
    .summary('print a script that lets a shell complete commands and flags')
    .description(
      'Prints a script with which TAB completes subcommands, flags and their values, or the manual page. They are made from the ' +
        'commands themselves and never start the program: print them again after an update.',
    )
    .addArgument(new Argument('<shell>', 'which shell; man: the manual page').choices(Object.keys(scripts)))
    .addHelpText('after', installation)
    .action(async (shell: keyof typeof scripts) => write(scripts[shell](grammarOf(await program()))))
}

const installation = `
To install:
  bash  lstm completion bash > ~/.local/share/bash-completion/completions/lstm
        (without the package bash-completion, in ~/.bashrc: eval "$(lstm completion bash)")
  zsh   lstm completion zsh > ~/.zfunc/_lstm
        (with fpath+=(~/.zfunc) before compinit in ~/.zshrc)
  fish  lstm completion fish > ~/.config/fish/completions/lstm.fish
  powershell
        lstm completion powershell > lstm.ps1 (and in $PROFILE: . path/to/lstm.ps1)
The manual page (npm install --global brings it along):
  man   lstm completion man > ~/.local/share/man/man1/lstm.1`
