/** Flags that say how a table or a text is read: the same for texts to train on and to classify. */
import { encodingNamed } from '../data/input/encoding.ts'
import type { Reading } from '../data/reading.ts'
import { LstmError } from '../errors.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { given } from '../settings/table.ts'

export const readingFlags = {
  '--text-column <name>': 'column of the text, or its number from 1 (default: found by its usual names)',
  '--encoding <name>': {
    help: 'encoding where it is not UTF-8: windows-1252, utf-16le, ...',
    parse: encodingNamed,
  },
  '--delimiter <character>': {
    help: 'what divides the values of csv and tsv (default: found)',
    parse: delimiter,
  },
  '--escape <character>': {
    help: 'what escapes a quote inside quotes (default: found)',
    choices: ['"', '\\'],
  },
  '--header': {
    help: 'the first row of csv or tsv names the columns (default: found)',
    off: 'it is a row like the others; columns are chosen by number',
  },
  '--no-quotes': 'take double quotes in csv and tsv for text',
  '--skip-bad': 'leave out rows that cannot be used, and say how many and which',
} as const satisfies Flags

export type ReadingOptions = Given<typeof readingFlags>

/** What the flags say. */
export function readingOf(options: ReadingOptions): Reading {
  return given(options, ['textColumn', 'encoding', 'delimiter', 'header', 'quotes', 'escape', 'skipBad'])
}

function delimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text
  if (/^[^"\n\r]$/.test(character)) return character
  throw new LstmError('usage', `--delimiter ${JSON.stringify(text)} is not one character`, {
    hint: "give ';', '|', ',' or tab",
  })
}
