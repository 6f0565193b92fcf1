/** The flags of `lstm eval` that ask for a decision which keeps a promise, and how it is found, told and kept. */
import { dirname, join } from 'node:path'
import { LstmError } from '../errors.ts'
import type { FoundDecision } from '../evaluation/decision.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import { wilsonInterval } from '../evaluation/metrics.ts'
import { confidence, type DecisionFigures, type Wish } from '../evaluation/thresholds.ts'
import { encodeSafetensors } from '../formats/safetensors.ts'
import { readCosts } from '../library/read-costs.ts'
import type { Model } from '../model/model.ts'
import { type Decision, uncertainLabel } from '../model/rule.ts'
import { printable } from '../printable.ts'
import { flag, type NumberRange, parseNumber, refuseTogether } from '../settings/table.ts'
import { bestName } from '../storage/folder-names.ts'
import { pretrainedPath } from '../storage/model-choice.ts'
import { encodeModel } from '../storage/model-file.ts'
import { replacingModel } from '../storage/replace-model.ts'
import { readMetadata, readModel, writeTensorFile } from '../storage/tensor-file.ts'
import { aligned, counted, grouped, percent, percentInterval, shellWord } from '../wording.ts'
import type { Flags, Given } from './flags.ts'
import { say } from './output.ts'
import { requireLabel } from './verdict-options.ts'

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
      hint: 'make a copy first: lstm export --format safetensors --out mine.safetensors',
    })
  }
  // What cannot be read any more is told when it is to be written.
  const { training } = await readMetadata(path).catch(() => ({ training: undefined }))
  if (training === undefined) return
  throw new LstmError('usage', `${path} holds a training that can go on: nothing is kept in it`, {
    hint: `name the model beside it: --checkpoint ${shellWord(join(dirname(path), bestName))}`,
  })
}

/**
 * Writes the model again, with the decision.
 *
 * @throws LstmError 'model' where the file holds another model by now; 'usage' where a training is at work there; 'disk'
 */
export async function keepDecision(path: string, model: Model, decision: Decision): Promise<void> {
  await replacingModel(path, async () => {
    if (!isSame(await readModel(path), model)) {
      throw new LstmError(
        'model',
        `${path} is not the model any more that was measured: nothing is kept in it`,
        {
          hint: 'measure the one that is there now, with the same command',
        },
      )
    }
    await writeTensorFile(path, encodeModel({ ...model, decision }))
  })
  say(`kept in ${path}: predict answers by it (--most-probable: not)`)
}

/** Whether they are the same to the bit: the head of a file holds the checksum of all of it. */
function isSame(one: Model, other: Model): boolean {
  const [head, otherHead] = [one, other].map(model => encodeSafetensors(encodeModel(model))[0]!)
  return Buffer.compare(head!, otherHead!) === 0
}

/**
 * Says what the figures of a decision must be taken with.
 *
 * @param measured the same texts, answered with the most probable label
 * @returns the same, for the JSON
 */
export function sayRemarks(
  decided: FoundDecision | undefined,
  measured: Pick<Evaluation, 'error' | 'examples'>,
): string[] {
  if (!decided) return []
  const { wrong, texts } = decided.measured
  const plain = Math.round(measured.error * measured.examples)
  const remarks = [
    ...(decided.foundHere
      ? [
          'the decision was found by the very texts that it is measured on: that it keeps its promise on them is no proof',
        ]
      : []),
    ...(decided.decision.threshold && wrong > plain
      ? [
          `by the decision ${grouped(wrong)} of ${counted(texts, 'text')} are answered wrong, and ${grouped(plain)} by the most probable label: what is below the threshold of its label is given another one (with --target-precision for every label it is '${uncertainLabel}')`,
        ]
      : []),
  ]
  for (const remark of remarks) say(`lstm: ${remark}`)
  return remarks
}

/** A decision for people. */
export function decisionText({ decision, found, measured }: FoundDecision): string {
  const { threshold = [], abstain, costs, texts, promise } = decision
  const rule = [
    ...threshold.map(({ label, probability }) => `${printable(label)} from ${probability.toFixed(4)} on`),
    ...(abstain === undefined ? [] : [`an answer from ${abstain.toFixed(4)} on, else '${uncertainLabel}'`]),
    ...(costs ? ['the answer of least expected cost'] : []),
  ].join(', ')
  const parts = [
    `decision   ${rule}`,
    // Of costs it would be the same once more.
    ...(costs
      ? []
      : [
          `promise    ${printable(promise)}, with a confidence of ${percent(confidence, 0)} by ${counted(texts, 'text')}`,
        ]),
    ...(found ? ['', ...figureLines('on the texts that it was found by', found)] : []),
    '',
    ...figureLines('on the texts measured', measured),
  ]
  return `\n${parts.join('\n')}\n`
}

function figureLines(title: string, { texts, answered, wrong, labels, cost }: DecisionFigures): string[] {
  const shareOf = (part: number, whole: number) => (whole === 0 ? '-' : percent(part / whole, 1))
  const interval = (part: number, whole: number) =>
    whole === 0 ? '-' : percentInterval(wilsonInterval(part, whole), 1)
  const rows = labels.map(({ label, given, right, having }) => [
    ...[
      printable(label),
      shareOf(right, given),
      interval(right, given),
      shareOf(right, having),
      grouped(given),
    ],
  ])
  return [
    `${title}: ${grouped(answered)} of ${grouped(texts)} answered (${shareOf(answered, texts)}), ${shareOf(wrong, answered)} of them wrong ${interval(wrong, answered)}`,
    ...(cost
      ? [
          `cost of a text: ${cost.mean.toFixed(4)}; always the most probable label: ${cost.mostProbable.toFixed(4)}`,
        ]
      : []),
    ...aligned([['class', 'precision', '95 % interval', 'recall', 'given'], ...rows]),
  ]
}
