/** The flags of `lstm eval` that ask for a decision which keeps a promise. */
import { dirname, join } from 'node:path'
import { LstmError } from '../errors.ts'
import type { Wish } from '../evaluation/thresholds.ts'
import { readCosts } from '../library/read-costs.ts'
import { requireLabel } from '../model/asked-rule.ts'
import { uncertainLabel } from '../model/rule.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { flag, type NumberRange, parseNumber, refuseTogether } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { pretrainedPath } from '../storage/model-choice.ts'
import { readMetadata } from '../storage/tensor-file.ts'
import { shellWord } from '../wording.ts'
import { programName } from './output.ts'

type LabelShare = NonNullable<Wish['precision']>[number]

const share: NumberRange = { kind: 'number', minimum: 0, maximum: 1, open: true }

export const decisionFlags = {
  '--target-precision <label=p>': {
    help: 'find the threshold from which on texts given this label have it with so high a share; may be given for several labels',
    parse: targetPrecision,
  },
  '--target-error <p>': {
    help: `find from how sure on to answer, so that no larger share of the answers is wrong; other texts are '${uncertainLabel}'`,
    range: share,
  },
  '--costs <path>': `answer what costs least: csv with a row for each true label, a column for each answer, and '${uncertainLabel}' where not to answer has a cost`,
  '--keep': 'keep what was found in the model, for predict to answer by',
} as const satisfies Flags

export type DecisionOptions = Given<typeof decisionFlags>

function targetPrecision(text: string, before: readonly LabelShare[] = []): readonly LabelShare[] {
  const at = text.lastIndexOf('=')
  if (at < 0) {
    throw new LstmError('usage', `--target-precision wants LABEL=P, such as positive=0.95, not '${text}'`)
  }
  const label = text.slice(0, at)
  return [...before, { label, share: parseNumber('--target-precision', share, text.slice(at + 1)) }]
}

/** What the flags ask for; undefined where they ask for nothing. @throws LstmError 'usage', 'data' */
export async function wishOf(options: DecisionOptions, labels: readonly string[]): Promise<Wish | undefined> {
  const { targetPrecision, targetError, costs, keep } = options
  const asked = refuseTogether(options, ['targetPrecision', 'targetError', 'costs'], flag)
  if (asked === undefined) {
    if (keep)
      throw new LstmError('usage', '--keep keeps what --target-precision, --target-error or --costs finds')
    return undefined
  }
  for (const { label } of targetPrecision ?? []) requireLabel('--target-precision', label, labels)
  if (costs !== undefined) return { costs: await readCosts(costs, labels) }
  return targetError === undefined ? { precision: targetPrecision! } : { error: targetError }
}

/**
 * Before anything is measured: whether a decision can be kept in this file.
 *
 * @throws LstmError 'usage' for the pretrained model, and for a training, which as a model alone could not go on
 */
export async function requireKeepable(path: string): Promise<void> {
  if (path === pretrainedPath) {
    throw new LstmError('usage', 'the pretrained model is part of the program: nothing is kept in it', {
      hint: `make a copy first: ${programName} export pretrained --out mine.safetensors`,
    })
  }
  // What cannot be read any more is told when it is to be written.
  const { training } = await readMetadata(path).catch(() => ({ training: undefined }))
  if (training === undefined) return
  throw new LstmError('usage', `${path} holds a training that can go on: nothing is kept in it`, {
    hint: `name the model beside it: --checkpoint ${shellWord(join(dirname(path), bestName))}`,
  })
}
