/** What people see on terminals of several widths: real ones, of tmux. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const without = spawnSync('tmux', ['-V']).status === 0 ? '' : ', skipped: tmux is not installed'
const widths = [40, 60, 80] as const
const widest = 200

const folder = temporaryFolder()
const socket = join(folder, 'tmux')

/** tmux with a server of its own, which knows no settings of the user's. */
async function tmux(...args: string[]): Promise<string> {
  const { stdout } = await run('tmux', ['-S', socket, '-f', '/dev/null', ...args], { timeout: 240_000 })
  return stdout
}

const run = promisify(execFile)

const slow = ['--display-interval', '1', '--max-epochs', '40', '--patience', '1000']
const others = ['train', '--data', '../rows.csv', '--dimension', '8', '--max-epochs', '2', '--out', 'auto']
const text = `'A film of 1,234.5 minutes, and not 12.75 % of them are worth the 1,250,000.00 that it has cost to make'`

/** How commands begin whose output holds what a clock says: there are as many numbers as on the widest terminal, not the same. */
const timed = new Set(['compare', 'search', 'lag', 'train --data ../rows.csv --dry-run'])

const commands = [
  `train ${[...tinyTraining, ...slow].join(' ')} --out tiny`,
  others.join(' '),
  'train --data ../rows.csv --dry-run',
  'search --data ../rows.csv --trials 3 --max-epochs 2 --out searched',
  ...['eval --checkpoint ../m', 'eval --checkpoint ../m --thresholds --target-error 0.2'],
  'check --data ../rows.csv',
  'compare ../m ../n --data ../rows.csv --all',
  'models --in ..',
  ...['inspect ../m', 'inspect ../m --words'],
  ...['', '--explain', '--top-k 2'].map(flags => `predict --checkpoint ../m ${flags} ${text}`),
  'train --help',
  'predict --help',
  'schema',
  'data cache',
  'lag --cell elman --seeds 1 --epochs 1',
]

/** Runs commands on a terminal so wide, with these variables set. */
async function runOn(width: number, all: readonly string[] = commands, variables = ''): Promise<Screen> {
  const place = join(folder, `at-${width}${variables}`)
  mkdirSync(place)
  const script = all.map(command => `echo '@@'; ${variables} "$NODE" ${bin} ${command}`)
  writeFileSync(join(place, 'all.sh'), `${script.join('\n')}\necho '@@'\n`)
  const name = `at-${width}${variables}`
  const [began, ended] = [`began-${name}`, `ended-${name}`]
  const environment = `cd ${place}; export NODE=${process.execPath} LANG=C.UTF-8 NO_COLOR= XDG_CACHE_HOME=${folder}/cache`
  const inside = `${environment}; tmux -S ${socket} wait-for ${began}; sh all.sh; tmux -S ${socket} wait-for -S ${ended}; exec sleep 60`
  await tmux('new-session', '-d', '-s', name, '-x', `${width}`, '-y', '50', inside)
  await tmux('pipe-pane', '-t', name, `cat > ${join(place, 'written')}`)
  await tmux('wait-for', '-S', began)
  await tmux('wait-for', ended)
  // What the terminal itself has divided is joined again: a line that was too wide is seen to be.
  const screen = await tmux('capture-pane', '-p', '-J', '-S', '-', '-t', name)
  const shown = screen.split(/^@@ *$/m)
  return { shown: shown.slice(1, -1), written: readFileSync(join(place, 'written'), 'utf8') }
}

interface Screen {
  /** What each command leaves on the terminal. */
  readonly shown: readonly string[]
  /** All that they have written to it. */
  readonly written: string
}

function rows(): string {
  const words = ['fine', 'dull', 'odd']
  const row = (n: number) => `${words[n % 3]} label,"a ${words[n % 3]} film of ${n},${100 + n} minutes"`
  return `label,text\n${Array.from({ length: 90 }, (_, n) => row(n)).join('\n')}\n`
}

/** Numbers, each with its unit. */
function numbersIn(output: string): string[] {
  return output.match(/\d(?:[\d.,]*\d)?(?: (?:%|s|ms|min|h|[KMGT]?B)(?!\w))?/g) ?? []
}

/** The lines that the terminal had to divide, though they could have been divided at a blank. */
function tooWide(output: string, width: number): string[] {
  return output.split('\n').filter(line => {
    const [start = ''] = /^\s*(?:\S+ {2,})?/.exec(line) ?? []
    // A command goes on in the next line after a backslash, which stays beside its word.
    const words = line.split(/\s(?!\\\s*$)/)
    const longestWord = Math.max(...words.map(({ length }) => length))
    return line.trimEnd().length > width && start.length + longestWord <= width
  })
}

describe.skipIf(without !== '')(`on a terminal${without}`, () => {
  let screens: ReadonlyMap<number, Screen>

  beforeAll(async () => {
    writeFileSync(join(folder, 'rows.csv'), rows())
    for (const name of ['m', 'n']) {
      const args = ['--data', 'rows.csv', '--dimension', '8', '--max-epochs', name === 'm' ? '1' : '2']
      expect((await runLstm(['train', ...args, '--out', name], { folder })).code).toBe(0)
    }
    // A server of tmux begins in its first session: kept to the end.
    await tmux('new-session', '-d', '-s', 'first', 'exec sleep 300')
    screens = new Map(
      await Promise.all([...widths, widest].map(async width => [width, await runOn(width)] as const)),
    )
  }, 300_000)

  afterAll(async () => {
    await tmux('kill-server')
  })

  it.each(widths)(
    'of %d columns every command shows all numbers of a wide one, and each of them whole',
    width => {
      const wide = screens.get(widest)!
      const narrow = screens.get(width)!
      expect([wide.shown.length, narrow.shown.length]).toEqual([commands.length, commands.length])
      for (const [i, command] of commands.entries()) {
        const all = numbersIn(wide.shown[i]!)
        const here = numbersIn(narrow.shown[i]!)
        expect(wide.shown[i]!.length, command).toBeGreaterThan(0)
        expect(tooWide(narrow.shown[i]!, width), command).toEqual([])
        if ([...timed].some(start => command.startsWith(start))) expect(here.length, command).toBe(all.length)
        else expect(here, command).toEqual(all)
      }
    },
  )

  it.each(['TERM=dumb', 'NO_COLOR=1'])(
    'with %s all is said without colours, and on a dumb one without a line drawn anew',
    async variables => {
      const { shown, written } = await runOn(
        80,
        [commands[0]!, `predict --checkpoint ../m --explain ${text}`],
        variables,
      )
      const [train, predict] = shown
      expect(train).toMatch(/^update 10: error {2}training \d+\.\d %/m)
      expect(train).toContain('all epochs done')
      expect(predict).toMatch(/ film\[[+-]0\.\d{3}\??\]/)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what begins with it is looked for
      const marks = new Set(written.match(/\u001b\[[\d;]*\w/g))
      expect([...marks]).toEqual(variables === 'TERM=dumb' ? [] : ['\u001b[K'])
    },
  )

  it.each([...widths, widest])('of %d columns progress is one line of whole details', width => {
    const { written } = screens.get(width)!
    const frames = written.split(/[\r\n]/).filter(line => /\[[=-]+\]/.test(line))
    expect(frames.length).toBeGreaterThan(3)
    const detail =
      /(at most )?\d+(\.\d)? (s|min|h) left|training \d+ of \d+|error \d+\.\d %( [▁-█]+)?|epoch \d+|update [\d,]+ of [\d,]+|cost \d+\.\d{4}|\d+ updates\/s|[\d,]+( of [\d,]+)? texts?/
    const whole = new RegExp(`^(\\u001b\\[K)?([\\w, -]+ )?\\[=*-*\\] \\d+ %( \\| (${detail.source}))*$`, 'u')
    for (const frame of frames) {
      expect(frame).toMatch(whole)
      expect(frame.replace('\u001b[K', '').length).toBeLessThan(width)
    }
  })
})
