import { existsSync } from 'node:fs'
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { textsIn } from '../../src/data/fingerprint.ts'
import { presets } from '../../src/settings/presets.ts'
import { readModel } from '../../src/storage/tensor-file.ts'
import { TrainingFolder } from '../../src/storage/training-folder.ts'
import { flagsOf, type Outcome, runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const files = ['best.safetensors', 'last.safetensors', 'history.jsonl']
const train = (...args: string[]) => runLstm(['train', ...tinyTraining, ...args], { folder })

async function expectSameFiles(one: string, other: string): Promise<void> {
  for (const name of files) {
    const [a, b] = await Promise.all([one, other].map(out => readFile(join(folder, out, name))))
    expect(a!.equals(b!), `${one}/${name} and ${other}/${name}`).toBe(true)
  }
}

describe('lstm train', () => {
  let whole: Outcome
  beforeAll(async () => {
    whole = await train('--out', 'whole', '--max-epochs', '30')
  })

  it('says what it trains on, the errors at the end, where the model lies and what to type next', () => {
    expect(whole.code).toBe(0)
    expect(whole.stdout).toBe('')
    expect(whole.stderr).toContain('26 train, 6 validation, 8 test')
    expect(whole.stderr).toMatch(/train +\d+\.\d % +\[\d+\.\d, \d+\.\d\] +26\n/)
    expect(whole.stderr).toContain(`model: ${join('whole', 'best.safetensors')}\n`)
    expect(whole.stderr).toContain('lstm eval --checkpoint whole\n')
  })

  it('says what it leaves out and what is odd about the texts, to people and to programs', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const text = i % 4 === 0 ? `w${i}${' long'.repeat(20)}` : i < 4 ? 'the same' : `w${i} short`
      return `${text},${i === 7 ? 'NaN' : i === 10 ? 'nan' : i % 2 ? 'Good' : 'bad'}\n`
    })
    await writeFile(join(folder, 'odd.csv'), `text,label\n${rows.join('')}`)
    const flags = [...tinyTraining, '--data', 'odd.csv', '--test', 'odd.csv', '--max-epochs', '1']
    const { code, stdout, stderr } = await runLstm(
      ['train', ...flags, '--maxlen', '20', '--out', 'odd', '--json'],
      { folder },
    )
    expect(code).toBe(0)
    expect(stderr).toContain(
      'warning     labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "NaN" (1) / "nan" (1) (--merge-labels reads them as one)\n' +
        'warning     1 text with the label "NaN": a missing value?\n' +
        'warning     1 text with the label "nan": a missing value?\n' +
        'note        3 of 40 texts are equal to another one\n',
    )
    expect(stderr).toContain(
      'warning     10 of 40 training texts are left out, of 20 tokens or more (--maxlen)',
    )
    const { notices } = JSON.parse(stdout.split('\n')[0]!)
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'too-long', texts: 10 }))
  })

  it('refuses to train when no text of a class is left', async () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      i % 2 ? `b${i},pos\n` : `a${i}${' x'.repeat(20)},neg\n`,
    )
    await writeFile(join(folder, 'long.csv'), `text,label\n${rows.join('')}`)
    const flags = [...tinyTraining, '--data', 'long.csv', '--maxlen', '20', '--out', 'long']
    const { code, stderr } = await runLstm(['train', ...flags], { folder })
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining("no training text of the class 'neg' is left: all 8 have 20 tokens or more"),
    ])
    expect(existsSync(join(folder, 'long', 'best.safetensors'))).toBe(false)
  })

  it('keeps the hashes of the texts it trained on, unless told not to', async () => {
    const model = async (out: string) => readModel(join(folder, out, 'best.safetensors'))
    expect(textsIn((await model('whole')).fingerprint!)).toBe(32)
    await train('--out', 'bare', '--max-epochs', '1', '--no-fingerprint')
    expect((await model('bare')).fingerprint).toBeUndefined()
  })

  it('leaves the best and the last model and the history, and no temporary file', async () => {
    expect((await readdir(join(folder, 'whole'))).sort()).toEqual([...files].sort())
    const history = (await readFile(join(folder, 'whole', 'history.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(history).toHaveLength(21)
    expect(JSON.parse(history[0]!)).toMatchObject({ update: 10, epoch: 2 })
  })

  it('writes the same bytes again for the same seed, other ones for another, the same for another number of threads', async () => {
    await train('--out', 'again', '--max-epochs', '30', '--threads', '1')
    await expectSameFiles('whole', 'again')
    await train('--out', 'other', '--max-epochs', '30', '--seed', '5')
    await expect(expectSameFiles('whole', 'other')).rejects.toThrow()
  })

  it('goes on after kill -9, at whatever moment, to the same bytes', async () => {
    const moments = ['saved after update 15', 'update 50: error', 'saved after update 90']
    for (const [i, moment] of moments.entries()) {
      const out = `killed${i}`
      const killed = await runLstm(
        ['train', ...tinyTraining, '--verbose', '--out', out, '--max-epochs', '30'],
        {
          folder,
          watch: (child, stderr) => {
            if (stderr.includes(moment)) child.kill('SIGKILL')
          },
        },
      )
      expect(killed.code).toBeNull()
      const resumed = await runLstm(['train', '--resume', '--out', out], { folder })
      expect(resumed.stderr).toMatch(/resumed +after update \d+/)
      await expectSameFiles('whole', out)
    }
  })

  it('saves on an interrupt, says how to resume, exits with 130, and goes on to the same bytes', async () => {
    // A second interrupt would end it at once.
    let sent = false
    const interrupted = await runLstm(['train', ...tinyTraining, '--out', 'stopped', '--max-epochs', '30'], {
      folder,
      watch: (child, stderr) => {
        if (!sent && stderr.includes('update 50')) sent = child.kill('SIGINT')
      },
    })
    expect(interrupted.code).toBe(130)
    expect(interrupted.stderr).toMatch(
      /interrupted after update \d+; everything is saved\n +go on with: lstm train --resume --out stopped\n$/,
    )
    expect((await runLstm(['train', '--resume', '--out', 'stopped'], { folder })).code).toBe(0)
    await expectSameFiles('whole', 'stopped')
  })

  it('writes one JSON event a line to stdout with --json', async () => {
    const { code, stdout } = await train('--out', 'events', '--max-epochs', '10', '--json')
    expect(code).toBe(0)
    const events = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events[0]).toMatchObject({
      event: 'start',
      train: 26,
      validation: 6,
      test: 8,
      labels: ['negative', 'positive'],
    })
    expect(events.filter(({ event }) => event === 'update').map(({ update }) => update)).toEqual([
      10, 20, 30, 40, 50, 60, 70,
    ])
    expect(events.find(({ event }) => event === 'validation')).toMatchObject({ update: 10, best: true })
    expect(events.at(-1)).toMatchObject({
      event: 'end',
      ending: 'epochs',
      update: 70,
      train: { examples: 26 },
    })
    expect(events.at(-1).memoryBytes).toBeGreaterThan(0)
  })

  it('keeps the files of an earlier training in the same folder', async () => {
    await train('--out', 'twice', '--max-epochs', '10')
    const first = await readFile(join(folder, 'twice', 'best.safetensors'))
    const second = await train('--out', 'twice', '--max-epochs', '10', '--seed', '9')
    expect(second.stderr).toContain(`kept in ${join('twice', 'previous')}`)
    expect((await readFile(join(folder, 'twice', 'previous', 'best.safetensors'))).equals(first)).toBe(true)
  })

  it('refuses a folder where another training is running, naming it, and touches nothing there', async () => {
    const other = await TrainingFolder.open(join(folder, 'shared'), { resume: false })
    const { code, stderr } = await train('--out', 'shared')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`a program is training in shared: process ${process.pid}`),
    ])
    expect(await readdir(join(folder, 'shared'))).toEqual(['training.lock'])
    await other.close()
  })

  it('loses no finished model, however many trainings die in its folder', async () => {
    await train('--out', 'often', '--max-epochs', '2')
    const finished = await readFile(join(folder, 'often', 'best.safetensors'))
    for (let i = 0; i < 2; i++) {
      const killed = await runLstm(
        ['train', ...tinyTraining, '--out', 'often', '--save-interval', '100000', '--max-epochs', '100000'],
        {
          folder,
          watch: (child, stderr) => {
            if (/update 10: error/.test(stderr)) child.kill('SIGKILL')
          },
        },
      )
      expect(killed.code).toBeNull()
    }
    expect((await readdir(join(folder, 'often', 'previous'))).sort()).toEqual([...files].sort())
    const kept = await readFile(join(folder, 'often', 'previous', 'best.safetensors'))
    expect(kept.equals(finished)).toBe(true)
  })

  it('trains on all optimizers, any number of classes, and its own test file', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `__label__${['red', 'green', 'blue'][i % 3]} word${i % 3} and ${i}`,
    )
    await writeFile(join(folder, 'three.txt'), rows.join('\n'))
    for (const optimizer of ['adadelta', 'rmsprop', 'sgd']) {
      const args = [
        '--data',
        'three.txt',
        '--test',
        'three.txt',
        '--optimizer',
        optimizer,
        '--out',
        optimizer,
        '--json',
      ]
      const { code, stdout } = await train(...args, '--max-epochs', '3')
      expect(code).toBe(0)
      expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ labels: ['blue', 'green', 'red'], test: 40 })
    }
  })
})

describe('lstm train --preset best', () => {
  const small = [
    ...['train', '--preset', 'best', '--data', sampleCsv, '--dimension', '8', '--batch-size', '4'],
    ...['--validation-portion', '0.2'],
  ]
  const best = (...args: string[]) => runLstm([...small, ...args], { folder })

  it('trains with its values in checkpoints/best, and mixes network and n-grams as it tells', async () => {
    const { code, stderr } = await best('--max-epochs', '3', '--save-interval', '5')
    expect([code, stderr]).toEqual([0, expect.stringContaining('adam')])
    const stored = (name: string) => readModel(join(folder, 'checkpoints', 'best', name))
    const [finished, last] = [await stored('best.safetensors'), await stored('last.safetensors')]
    expect(finished.hyperparameters).toMatchObject({
      ...presets.best,
      ...{ dimension: 8, batchSize: 4, maxEpochs: 3, saveInterval: 5 },
    })
    const { mixing } = finished.provenance
    expect(mixing!.ngrams).toBeGreaterThan(0)
    expect(last.provenance.mixing).toBeUndefined()
    expect(stderr).toMatch(mixing!.network > 0 ? /mixed: 0\.\d\d of the network/ : /the network is left out/)
  })

  it('makes a model that can be exported in half the size, but not to the official script, which has no n-grams', async () => {
    const write = (...args: string[]) => runLstm(['export', join('checkpoints', 'best'), ...args], { folder })
    expect((await write('--format', 'float16', '--out', 'half.safetensors')).code).toBe(0)
    const [whole, half] = ['checkpoints/best/best.safetensors', 'half.safetensors'].map(path =>
      join(folder, path),
    )
    expect((await stat(half!)).size).toBeLessThan(0.8 * (await stat(whole!)).size)
    expect((await readModel(half!)).provenance).toEqual((await readModel(whole!)).provenance)
    const { code, stderr } = await write('--out', 'model.npz')
    expect([code, stderr]).toEqual([4, expect.stringContaining('npz holds a network alone')])
  })

  it('goes on after an interrupt to the same bytes', async () => {
    const args = ['--max-epochs', '4', '--display-interval', '1']
    await best(...args, '--out', 'best-whole')
    let interrupted = false
    const stopped = await runLstm([...small, ...args, '--verbose', '--out', 'best-stopped'], {
      folder,
      watch: (child, stderr) => {
        if (!interrupted && stderr.includes('update 9 ')) interrupted = child.kill('SIGINT')
      },
    })
    expect(stopped.code).toBe(130)
    expect((await runLstm(['train', '--resume', '--out', 'best-stopped'], { folder })).code).toBe(0)
    await expectSameFiles('best-whole', 'best-stopped')
  })
})

describe('lstm train --resume', () => {
  it('refuses to change what an update does, and takes what does not', async () => {
    const changed = await runLstm(['train', '--resume', '--out', 'whole', '--batch-size', '5'], { folder })
    expect([changed.code, changed.stderr]).toEqual([
      2,
      expect.stringContaining('--batch-size was 4 when this training began'),
    ])
    const longer = await runLstm(
      ['train', '--resume', '--out', 'whole', '--max-epochs', '32', '--patience', '99'],
      { folder },
    )
    expect(longer.stderr).toContain('all epochs done after 224 updates')
  })

  it('keeps the finished model of a training that goes on, and leaves it where nothing follows', async () => {
    await train('--out', 'longer', '--max-epochs', '2')
    const best = () => readFile(join(folder, 'longer', 'best.safetensors'))
    const finished = await best()
    await runLstm(['train', '--resume', '--out', 'longer'], { folder })
    expect((await best()).equals(finished)).toBe(true)
    expect(existsSync(join(folder, 'longer', 'previous'))).toBe(false)
    const killed = await runLstm(
      ['train', '--resume', '--verbose', '--out', 'longer', '--max-epochs', '100000'],
      {
        folder,
        watch: (child, stderr) => {
          if (stderr.includes('saved after update 30')) child.kill('SIGKILL')
        },
      },
    )
    expect(killed.stderr).toContain(`kept in ${join('longer', 'previous')}`)
    const kept = await readFile(join(folder, 'longer', 'previous', 'best.safetensors'))
    expect(kept.equals(finished)).toBe(true)
    const { stderr } = await runLstm(['predict', '--checkpoint', 'longer', 'fine'], { folder })
    expect(stderr).toMatch(
      /^lstm: longer\/previous\/best.safetensors answers: labels negative, positive; trained on .*sample.csv, \d{4}-\d\d-\d\d \d\d:\d\d, finished; not longer\/best.safetensors, whose training has not finished/,
    )
  })

  it('refuses another last epoch where the learning rate falls to it', async () => {
    await train('--optimizer', 'adam', '--learning-rate-decay', '--max-epochs', '2', '--out', 'falling')
    const args = ['train', '--resume', '--out', 'falling', '--max-epochs', '3']
    const { code, stderr } = await runLstm(args, { folder })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--max-epochs was 2 when this training began'),
    ])
  })

  it('refuses data that has changed', async () => {
    await writeFile(join(folder, 'mine.csv'), await readFile(sampleCsv))
    await train('--data', 'mine.csv', '--out', 'mine', '--max-epochs', '2')
    await writeFile(join(folder, 'mine.csv'), `${await readFile(sampleCsv, 'utf8')}New.,positive\n`)
    const { code, stderr } = await runLstm(['train', '--resume', '--out', 'mine'], { folder })
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('mine.csv has changed since the training began'),
    ])
  })

  it('reads data that lies elsewhere now as it did, and proposes what fits what the training began with', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, n) => `remark ${n},${n % 2 ? 'a fine one' : 'a dull one'} ${n},${n % 2}`,
    )
    await writeFile(join(folder, 'before.csv'), `note,said,kind\n${rows.join('\n')}\n`)
    const columns = ['--text-column', 'said', '--label-column', 'kind']
    const settings = ['--dimension', '4', '--tokenizer', 'words', '--validation-portion', '0.2']
    const began = await runLstm(
      ['train', '--data', 'before.csv', ...columns, ...settings, '--max-epochs', '1', '--out', 'moved'],
      { folder },
    )
    expect(began.code).toBe(0)
    await rename(join(folder, 'before.csv'), join(folder, 'now.csv'))

    const { code, stderr } = await runLstm(
      ['train', '--resume', '--data', 'now.csv', '--max-epochs', '2', '--out', 'moved'],
      { folder },
    )
    expect(code).toBe(0)
    const [measure, , again] = /\nnext: {2}(.*)\n {7}(.*)\n {7}(.*)\n$/.exec(stderr)!.slice(1)
    expect(measure).toBe('lstm eval --checkpoint moved')
    expect((await runLstm(flagsOf(measure!), { folder })).code).toBe(0)
    const asked = '--preset official --dimension 4 --max-epochs 2 --validation-portion 0.2 --tokenizer words'
    expect(again).toContain(`--data now.csv --label-column kind --text-column said ${asked} --class-weights`)
  })

  it('says so where there is nothing to resume', async () => {
    const { code, stderr } = await runLstm(['train', '--resume', '--out', 'nowhere'], { folder })
    expect([code, stderr]).toEqual([4, expect.stringContaining('nowhere/last.safetensors')])
  })
})
