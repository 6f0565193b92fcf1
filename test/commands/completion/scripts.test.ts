import { Command, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { bashScript } from '../../../src/commands/completion/bash.ts'
import { fishScript } from '../../../src/commands/completion/fish.ts'
import { grammarOf } from '../../../src/commands/completion/grammar.ts'
import { powershellScript } from '../../../src/commands/completion/powershell.ts'
import { zshScript } from '../../../src/commands/completion/zsh.ts'
import { temporaryFolder } from '../../run-lstm.ts'
import { candidates, missing, shells } from './shells.ts'

const makers = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript }
const folder = temporaryFolder()

/** Text that a shell would like to read as more than text. */
const nasty = `it's [a] "b": $HOME \`c\` $(d) \\ <e> (f); #g | {h} *`
const choices = ["it's", '$HOME', '$(d)', '`c`', 'a:b', '[x]', 'back\\slash', '*']

describe.each(shells)('a script for %s', shell => {
  const root = new Command('nasty')
  root
    .command('work')
    .summary(nasty)
    .addOption(new Option('-c, --choice <n:a>', nasty).choices(choices))
    .option('-s, --switch', nasty)
    .argument('[word...]', nasty)
  const script = makers[shell](grammarOf(root))
  const skip = missing(shell)

  it.skipIf(skip).each<[typed: string, offered: readonly string[]]>([
    ['nasty w', ['work']],
    ['nasty work --s', ['--switch']],
    ['nasty work --choice ', choices],
    ['nasty work -c ', choices],
    ['nasty work word word --ch', ['--choice']],
  ])(
    `takes no description and no choice for code${skip ? ` (skipped: ${skip})` : ''}: %j`,
    (typed, offered) => {
      expect(candidates(shell, script, typed, folder)).toEqual([...offered].sort())
    },
  )
})
