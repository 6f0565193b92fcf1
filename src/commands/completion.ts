import { Argument, Command } from 'commander'
import { bashScript } from './completion/bash.ts'
import { fishScript } from './completion/fish.ts'
import { type Grammar, grammarOf } from './completion/grammar.ts'
import { zshScript } from './completion/zsh.ts'
import { write } from './output.ts'

/** A new shell is a row here. */
const scripts = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
} as const satisfies Record<string, (grammar: Grammar) => string>

/** @param program makes the whole program, with all of its subcommands */
export function completionCommand(program: () => Promise<Command>): Command {
  return new Command('completion')
    .summary('print a script that lets a shell complete commands and flags')
    .description(
      'Prints a script with which TAB completes subcommands, flags and their values. It is made from the ' +
        'commands themselves and never starts the program: print it again after an update.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .addHelpText('after', installation)
    .action(async (shell: keyof typeof scripts) => write(scripts[shell](grammarOf(await program()))))
}

const installation = `
To install:
  bash  lstm completion bash > ~/.local/share/bash-completion/completions/lstm
        (without the package bash-completion, in ~/.bashrc: eval "$(lstm completion bash)")
  zsh   lstm completion zsh > ~/.zfunc/_lstm
        (with fpath+=(~/.zfunc) before compinit in ~/.zshrc)
  fish  lstm completion fish > ~/.config/fish/completions/lstm.fish`
