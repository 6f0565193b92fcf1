import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()

/** Languages whose lower case (Turkish), numbers (German) and order (Swedish) are others than English ones. */
const surroundings: Readonly<Record<string, string>>[] = [
  { NO_COLOR: '1', LC_ALL: 'C', LANG: 'C', TZ: 'Pacific/Auckland' },
  { TERM: 'dumb', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de', TZ: 'America/St_Johns' },
  { LC_ALL: 'tr_TR.UTF-8', LANG: 'sv_SE.UTF-8', TZ: 'Asia/Kolkata' },
]

/** Words that languages case and order in ways of their own. */
const text = 'I WISH this İstanbul FILM were Ångström, ÄÖÜ straße 1.234,5'

const model = ['--checkpoint', 'm']
const commands: readonly (readonly [args: readonly string[], input?: string])[] = [
  [['eval', ...model, '--thresholds']],
  [['eval', ...model, '--format', 'json']],
  [['predict', ...model, '--explain', text]],
  [['predict', ...model, '--format', 'json', text]],
  [['predict', ...model, '--input-format', 'csv'], `text,n\n"${text}",1\n`],
  [['tokenize', '--tokenizer', 'words'], `${text}\n`],
  [['tokenize', '--tokenizer', 'moses'], `${text}\n`],
  [['check', '--data', sampleCsv]],
  [['check', '--data', sampleCsv, '--format', 'json']],
  [['inspect', 'm']],
  [['inspect', 'm', '--json']],
  [['models', '--in', '.']],
  [
    [
      'train',
      '--data',
      sampleCsv,
      '--preset',
      'auto',
      '--no-network',
      '--out',
      'auto',
      '--dry-run',
      '--json',
    ],
  ],
  [['schema', 'eval']],
]

it.each(surroundings)('%j changes no byte of stdout, and none of a model', async environment => {
  const run = (args: readonly string[], env = {}, input = '') => runLstm(args, { folder, env, input })
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name, 'best.safetensors')))
      .digest('hex')
  for (const [out, env] of [
    ['m', {}],
    ['other', environment],
  ] as const) {
    expect((await run(['train', ...tinyTraining, '--max-epochs', '4', '--out', out], env)).code).toBe(0)
  }
  expect(hash('other')).toBe(hash('m'))
  for (const [args, input] of commands) {
    const [usual, here] = await Promise.all([run(args, {}, input), run(args, environment, input)])
    expect([usual.code, usual.stdout], args.join(' ')).toEqual([0, expect.stringMatching(/./)])
    expect([here.code, withoutTime(here.stdout)], args.join(' ')).toEqual([0, withoutTime(usual.stdout)])
  }
})

/** How long a dry run expects it to take is this machine's at that moment. */
function withoutTime(stdout: string): string {
  return stdout.replace(/"seconds":[\d.e-]+/, '')
}
