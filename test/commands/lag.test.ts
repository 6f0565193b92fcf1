import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const quick = ['--epochs', '3', '--sequences', '4', '--seeds', '2']
const lag = (...args: string[]) => runLstm(['lag', ...args], { folder })
const lagJson = async (...args: string[]) => JSON.parse((await lag(...quick, '--json', ...args)).stdout)

describe('lstm lag', () => {
  it('shows the cells, their curves, a predicted sequence and the ablation', async () => {
    const { code, stdout, stderr } = await lag(...quick)
    expect([code, stderr]).toEqual([0, ''])
    for (const line of [
      /^cell +parameters +training error +fresh error/m,
      /^elman +203 +0\.\d+ ± /m,
      /^lstm-forget +693 /m,
      /epoch 3$/m,
      /^true +[▁-█ ]+$/m,
      /^input and output gates start open +- +\d.* ± .* ± /m,
      /^- As given, tied makes [\d.]+ times the error of elman/m,
    ]) {
      expect(stdout).toMatch(line)
    }
  })

  it('--json gives every figure in one line', async () => {
    const { settings, comparison, ablation } = await lagJson()
    expect(settings).toMatchObject({ epochs: 3, sequences: 4, optimizer: { name: 'momentum', rate: 0.001 } })
    expect(comparison.map(({ cell }: { cell: string }) => cell)).toEqual([
      'elman',
      'tied',
      'lstm',
      'lstm-forget',
    ])
    for (const { runs, freshErrorByOutput } of comparison) {
      expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([0, 1])
      expect(runs[0].curve).toHaveLength(3)
      expect(freshErrorByOutput).toHaveLength(3)
    }
    expect(ablation).toHaveLength(6)
  })

  it('trains the same networks to the same figures, whichever thread takes which', async () => {
    const figures = async () =>
      (await lagJson()).comparison.map(({ freshError }: { freshError: unknown }) => freshError)
    expect(await figures()).toEqual(await figures())
  })

  it('takes cells, seeds and an optimizer, and then leaves the ablation out', async () => {
    const { settings, comparison, ablation } = await lagJson(
      ...['--cell', 'lstm-open', 'tied', '--seed', '5', '--optimizer', 'adam', '--rate', '0.02'],
    )
    expect(settings.optimizer).toEqual({ name: 'adam', rate: 0.02, decay: 0.999 })
    expect(
      comparison.map(({ cell, runs }: { cell: string; runs: { seed: number }[] }) => [cell, runs[0]!.seed]),
    ).toEqual([
      ['lstm-open', 5],
      ['tied', 5],
    ])
    expect(ablation).toEqual([])
  })

  it('--svg draws a well-formed picture, and says where on stderr', async () => {
    const { code, stderr } = await lag(...quick, '--no-ablation', '--svg', 'plots.svg')
    expect([code, stderr]).toEqual([0, 'plots drawn to plots.svg\n'])
    const svg = await readFile(join(folder, 'plots.svg'), 'utf8')
    expect(svg).not.toMatch(/NaN|undefined/)
    const open: string[] = []
    for (const [, slash, name, attributes] of svg.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!attributes!.endsWith('/')) open.push(name!)
    }
    expect(open).toEqual([])
    expect(svg.match(/class="true"/g)).toHaveLength(4 * 3)
  })

  it('says diverged where training diverged', async () => {
    const { code, stdout } = await lag('--cell', 'elman', '--seeds', '1', '--rate', '1e9')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^elman +203 +diverged +diverged/m)
  })

  it.each([
    [['--cell', 'gru'], /gru/],
    [['--epochs', '0'], /--epochs wants a whole number from 1 to 1000000, not '0'/],
    [['--rate', 'fast'], /--rate wants a number greater than 0, not 'fast'/],
    [['--momentum', '1.5'], /--momentum wants a number between 0 and 1, not '1\.5'/],
    [['--optimizer', 'adadelta', '--rate', '1'], /--rate does nothing with --optimizer adadelta/],
    [
      ['--optimizer', 'adam', '--momentum-switch', '3'],
      /--momentum-switch does nothing with --optimizer adam/,
    ],
    [['--epochs', '0x10'], /--epochs wants a whole number/],
    [['--cell', 'elman', '--forget-bias', '2'], /--forget-bias does nothing/],
    [['--ablation', '--rate', '1'], /--ablation does not go with --rate/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await lag(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  it('refuses a place where nothing can be written before any work', async () => {
    const { code, stdout, stderr } = await lag('--svg', 'no/such/folder.svg')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('cannot write no/such/folder.svg: no such file or directory')
  })
})
