/** What somebody does on the first day with texts of their own, on the real program, each step on what the one before it left. */
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flagsOf, type Run, runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const lstm = (args: readonly string[], run: Omit<Run, 'folder'> = {}) => runLstm(args, { folder, ...run })
const departments = ['Rechnung', 'Technik', 'Versand']
const words = [
  ['Betrag', 'Rechnung', 'abgebucht'],
  ['Fehler', 'startet', 'Bildschirm'],
  ['Paket', 'geliefert', 'Karton'],
]

/** A letter to one of three departments; every tenth one is filed wrongly. Values hold semicolons, quotes and commas. */
function letter(i: number): string {
  const about = i % 3
  const filed = i % 10 === 9 ? (about + 1) % 3 : about
  const said = Array.from({ length: 6 }, (_, k) => words[about]![(i * 7 + k * k) % 3]).join(' ')
  return `${1000 + i};"Guten Tag; ""${said}"", Vorgang v${i}";${departments[filed]}\n`
}

const letters = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => letter(from + i))
const settings = [
  ...[
    '--preset',
    'official',
    '--tokenizer',
    'words-2',
    '--maxlen',
    '0',
    '--dimension',
    '16',
    '--batch-size',
    '8',
  ],
  ...['--optimizer', 'adam', '--learning-rate', '0.02', '--test-size', '0', '--patience', '1000'],
  ...['--validation-interval', '10', '--save-interval', '20', '--display-interval', '1000'],
]
const columns = ['--text-column', 'Was der Kunde schrieb', '--label-column', 'Abteilung']
const data = ['--data', 'briefe 2026.csv', ...columns]
const out = ['--out', 'mein Modell']
const model = ['--checkpoint', 'mein Modell']

/** The errors of a split in the table at the end of a training. */
const resultOf = (stderr: string, split: string) => {
  const [, error, texts] = new RegExp(`${split} +(\\d+\\.\\d) % .*?(\\d+)\\n`).exec(stderr)!
  return { error: Number(error), texts: Number(texts) }
}

it('goes from a table to a model, its errors, new texts, answers, an interrupt, and a better model', async () => {
  const file = join(folder, 'briefe 2026.csv')
  await writeFile(file, `Nr;Was der Kunde schrieb;Abteilung\n${letters(0, 200).join('')}`)

  // A header that nobody could guess: what to do is said, and then works.
  const guessed = await lstm(['train', '--data', 'briefe 2026.csv', ...settings, ...out])
  expect(guessed.code).toBe(3)
  expect(guessed.stderr).toContain('no text column; the columns are Nr, Was der Kunde schrieb, Abteilung')
  expect(guessed.stderr).toContain("--text-column 'Was der Kunde schrieb' --label-column Abteilung")

  const trained = await lstm(['train', ...data, ...settings, '--max-epochs', '4', ...out])
  expect(trained.code).toBe(0)
  expect(trained.stderr).toContain(
    "briefe 2026.csv: values are divided by ';' (--delimiter says otherwise)\n",
  )
  expect(trained.stderr).toContain('labels Rechnung, Technik, Versand\n')
  expect(trained.stderr).toContain('152 train, 8 validation, 40 test\n')
  expect(['train', 'validation', 'test'].map(split => resultOf(trained.stderr, split).texts)).toEqual([
    152, 8, 40,
  ])
  const { error } = resultOf(trained.stderr, 'test')
  expect(error).toBeLessThan(50)
  expect(trained.stderr).toContain("next:  lstm eval --checkpoint 'mein Modell'\n")

  // Without another word it is measured on the same test texts, to the same error.
  const evaluated = await lstm(flagsOf("lstm eval --checkpoint 'mein Modell'"))
  expect(evaluated.stdout).toContain('texts      40 of 200; 160 left out, which it was trained on\n')
  expect(evaluated.stdout).toContain(`error      ${error.toFixed(1)}`)
  expect(evaluated.stderr).toContain("text column 'Was der Kunde schrieb', label column 'Abteilung'")
  expect(evaluated.stderr).not.toContain('is not as it was')

  // Thirty letters more: they are measured too, and those trained on still are not.
  await appendFile(file, letters(200, 230).join(''))
  const grown = await lstm(['eval', ...model, '--format', 'json'])
  const measured = JSON.parse(grown.stdout)
  expect(measured.texts).toEqual({ offered: 230, measured: 70, leftOut: 160, trainedOn: 0, new: 70 })
  expect(measured.examples).toBe(70)
  expect(grown.stderr).toContain('briefe 2026.csv is not as it was for the training')
  const all = await lstm(['eval', ...model, '--all', '--format', 'json'])
  expect(JSON.parse(all.stdout).texts).toMatchObject({ measured: 230, trainedOn: 160, new: 70 })

  // From CSV to CSV: every row with all its columns; and as many right answers as eval has counted.
  const input = await readFile(file)
  const predicted = await lstm(['predict', ...model, '--input-format', 'csv'], { input })
  expect(predicted.stderr).toContain(
    "text column 'Was der Kunde schrieb'; answers in 'label' and 'probability'\n",
  )
  const [header, ...rows] = predicted.stdout.trimEnd().split('\n')
  expect(header).toBe('Nr,Was der Kunde schrieb,Abteilung,label,probability')
  const fields = rows.map(row => /^(\d+),("(?:[^"]|"")*"),(\w+),(\w+),(0\.\d+|1)$/.exec(row)!.slice(1))
  const texts = letters(0, 230).map(line => /;(".*");/.exec(line)![1])
  expect(fields.map(([number]) => Number(number))).toEqual(texts.map((_, i) => 1000 + i))
  expect(fields.map(([, text]) => text)).toEqual(texts)
  expect(fields.filter(([, , filed, label]) => filed === label).length / 230).toBe(
    JSON.parse(all.stdout).accuracy,
  )

  // A longer training in the same folder, interrupted: meanwhile the finished model answers.
  const longer = ['train', ...data, ...settings, '--max-epochs', '20']
  let told = false
  const interrupted = await lstm([...longer, '--verbose', ...out], {
    watch: (child, stderr) => {
      if (told || !stderr.includes('saved after update')) return
      told = true
      child.kill('SIGINT')
    },
  })
  expect(interrupted.code).toBe(130)
  expect(interrupted.stderr).toContain('175 train, 9 validation, 46 test\n')
  expect(interrupted.stderr).toContain(`the earlier training is kept in ${join('mein Modell', 'previous')}\n`)
  const [, update, command] =
    /interrupted after update (\d+); everything is saved\n +go on with: (.*)\n/.exec(interrupted.stderr)!
  expect(command).toBe("lstm train --resume --out 'mein Modell'")
  const meanwhile = await lstm(['predict', ...model, 'Paket'])
  expect(meanwhile.stdout).toMatch(/^Versand\t0\.\d+\tPaket\n$/)
  expect(meanwhile.stderr).toContain(`${join('mein Modell', 'previous', 'best.safetensors')} answers: `)
  expect(meanwhile.stderr).toContain('whose training has not finished: name it to use it\n')

  // The command that was told goes on, to the bits of a training that was never interrupted.
  const resumed = await lstm(flagsOf(command!))
  expect(resumed.code).toBe(0)
  expect(resumed.stderr).toContain(`resumed     after update ${update} `)
  await lstm([...longer, '--out', 'whole'])
  const best = (...path: string[]) => readFile(join(folder, ...path, 'best.safetensors'))
  const finished = await best('mein Modell')
  expect(finished.equals(await best('whole'))).toBe(true)
  const answering = await lstm(['predict', ...model, 'Paket'])
  expect(answering.stderr).toContain(`${join('mein Modell', 'best.safetensors')} answers: `)

  // Another seed: the same test texts, and nothing finished is lost.
  const retrained = await lstm([...longer, '--seed', '7', ...out])
  expect(retrained.code).toBe(0)
  expect(retrained.stderr).toContain(`the earlier training is kept in ${join('mein Modell', 'previous-2')}\n`)
  expect(resultOf(retrained.stderr, 'test').texts).toBe(46)
  expect((await best('mein Modell', 'previous-2')).equals(finished)).toBe(true)
  expect((await best('mein Modell')).equals(finished)).toBe(false)
}, 120_000)
