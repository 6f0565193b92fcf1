/** What the check of labelled texts has to say. */
import { partOf, verb } from '../wording.ts'

/** From what no training can go on with to what is only worth knowing. */
export const severities = ['error', 'warning', 'note'] as const
/** How grave a finding is. */
export type Severity = (typeof severities)[number]

export const findingKinds = [
  'unreadable',
  'encoding',
  'labels',
  'rare-labels',
  'imbalance',
  'empty',
  'length',
  'equal',
  'contradicting',
  'near-equal',
  'leak',
  'giveaway',
  'language',
  'writing',
  'control',
  'markup',
  'label-errors',
] as const
/** What a finding is about. */
export type FindingKind = (typeof findingKinds)[number]

/** One text of the data. */
export interface TextAt {
  readonly split: 'train' | 'test'
  /** From 0, in the order of its split. */
  readonly index: number
  /** What is to be said of this text beside the others: its likely label, the word in question, what it is nearly equal to. */
  readonly remark?: string
  /** The label that it likely has, where another one is doubted. */
  readonly likely?: string
}

export interface Finding {
  readonly kind: FindingKind
  readonly severity: Severity
  /** How many texts or rows it is about. */
  readonly texts: number
  /** One line, with the numbers in it. */
  readonly message: string
  /** The first of them, or the worst. */
  readonly rows: readonly TextAt[]
}

/** Rows of a finding that are named, at most; of labels in doubt more, since each has to be looked at. */
const rowsShown = { usual: 20, doubted: 100 }

/** None where it is about no text. */
export function finding(
  kind: FindingKind,
  severity: Severity,
  rows: readonly TextAt[],
  message: (texts: number) => string,
  texts = rows.length,
): Finding[] {
  return texts === 0
    ? []
    : [
        {
          kind,
          severity,
          texts,
          message: message(texts),
          rows: rows.slice(0, kind === 'label-errors' ? rowsShown.doubted : rowsShown.usual),
        },
      ]
}

/** What large data of any kind has a few texts of is a note; from one text in a thousand on, a warning. */
export function byShare(texts: number, all: number): Severity {
  return texts < all / 1000 ? 'note' : 'warning'
}

/** The worst first: by severity, then by how many texts they are about. */
export function worstFirst<One extends Pick<Finding, 'severity' | 'texts'>>(findings: readonly One[]): One[] {
  return findings.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.texts - a.texts,
  )
}

/** What a text of a split is called. */
export function splitText(split: TextAt['split']): string {
  return `${split === 'train' ? 'training' : 'test'} text`
}

/** How a message about some texts of a split begins: '1 of 20 training texts has'. @param does the verb of many */
export function someOf(split: TextAt['split'], texts: number, all: number, does: string): string {
  return `${partOf(texts, all, splitText(split))} ${verb(texts, does)}`
}

/** The rows of a split at which something holds. */
export function rowsWhere(
  split: TextAt['split'],
  count: number,
  holds: (index: number) => boolean,
): TextAt[] {
  const rows: TextAt[] = []
  for (let index = 0; index < count; index++) if (holds(index)) rows.push({ split, index })
  return rows
}
