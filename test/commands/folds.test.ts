import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()

/** Rows whose label a word tells, and a few of a label that nothing tells. */
function csv(): string {
  const random = new Random(3)
  const rows = Array.from({ length: 200 }, (_, n) => {
    const label = n % 20 === 0 ? 'rare' : ['good', 'bad'][n % 2]!
    const cue = label === 'rare' ? ['good', 'bad'][(n / 20) % 2] : label
    return `${label},w${random.integer(30)} ${cue} w${random.integer(30)}`
  })
  return `label,text\n${rows.join('\n')}\n`
}

describe('train --folds', () => {
  it('tells each fold, the means, what is trained on in the end, and of a label that is never answered', async () => {
    writeFileSync(join(folder, 'rows.csv'), csv())
    const args = ['train', '--data', 'rows.csv', '--folds', '2', '--out', 'model', '--json']
    const { stderr, stdout, code } = await runLstm(args, { folder })
    expect(code).toBe(0)
    expect(stderr).toMatch(/fold 1 of 2: trained on \d+, error \d+\.\d %, macro F1 \d+\.\d % of \d+ texts/)
    expect(stderr).toMatch(
      /folds {7}2 folds: error .* \(deviation \d+\.\d\), macro F1 .* of \d+ texts held out in turn; now all texts/,
    )
    expect(stderr).toContain('warning: never answered to a text held out, though some are of it: rare')
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events.map(({ event }) => event)).toEqual(['fold', 'fold', 'start', 'end'])
    expect(events[0].unanswered).toEqual(['rare'])
    expect(events[2].train + events[2].validation).toBe(200)
    expect(events[3].unanswered).toEqual(['rare'])
  })
})
