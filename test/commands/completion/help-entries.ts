import type { Command } from 'commander'

/** What the help of a command says of each flag, on one line each. */
export function helpEntries(command: Command): { flag: string; words: string }[] {
  const help = command.configureHelp({ helpWidth: 100_000 }).helpInformation()
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+).*? {2,}(\S.*)$/gm)].map(
    ([, flag = '', words = '']) => ({
      flag,
      words: words.replace(/\s+/g, ' ').trim(),
    }),
  )
}
