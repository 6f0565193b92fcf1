/** Flags that say how a table or a text is read: the same for texts to train on and to classify. */
import { type Command, Option } from 'commander'
import { encodingNamed } from '../data/input/encoding.ts'
import type { Reading } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import { addSwitch } from './settings.ts'

export interface ReadingOptions {
  readonly textColumn?: string
  readonly encoding?: string
  readonly delimiter?: string
  readonly header?: boolean
  readonly quotes?: boolean
  readonly escape?: '"' | '\\'
  readonly skipBad?: boolean
}

/** Adds the flags of `ReadingOptions`. */
export function addReadingOptions(command: Command): Command {
  command
    .option(
      '--text-column <name>',
      'column of the text, or its number from 1 (default: found by its usual names)',
    )
    .option('--encoding <name>', 'encoding where it is not UTF-8: windows-1252, utf-16le, ...', encodingNamed)
    .option('--delimiter <character>', 'what divides the values of csv and tsv (default: found)', delimiter)
    .addOption(
      new Option('--escape <character>', 'what escapes a quote inside quotes (default: found)').choices([
        '"',
        '\\',
      ]),
    )
    .option('--header', 'the first row of csv or tsv names the columns (default: found)')
    .option('--no-header', 'it is a row like the others; columns are chosen by number')
  addSwitch(command, '--quotes', 'take double quotes in csv and tsv for text', true)
  return addSwitch(command, '--skip-bad', 'leave out rows that cannot be used, and say how many and which')
}

/** What the flags of `addReadingOptions` say; what was not given is left out. */
export function readingOf(options: ReadingOptions): Reading {
  const { textColumn, encoding, delimiter, header, quotes, skipBad } = options
  return {
    ...(textColumn !== undefined && { textColumn }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
    ...(quotes !== undefined && { quotes }),
    ...(options.escape !== undefined && { escape: options.escape }),
    ...(skipBad !== undefined && { skipBad }),
  }
}

function delimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text
  if (/^[^"\n\r]$/.test(character)) return character
  throw new LstmError('usage', `--delimiter ${JSON.stringify(text)} is not one character`, {
    hint: "give ';', '|', ',' or tab",
  })
}
