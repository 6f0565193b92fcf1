import type { Model } from '../../model/model.ts'
import { quoted } from '../../printable.ts'
import { counted } from '../../wording.ts'

/** What is wrong where a part of a model is not of its labels, which no part knows by itself; undefined where all fit. */
export function misfitAmong({
  labels,
  ngrams,
  heldOut,
  distributions,
  decision,
}: Omit<Model, 'network'>): string | undefined {
  const { costs, threshold = [] } = decision ?? {}
  const rows = costs ? [costs.answers, ...costs.answers, ...(costs.uncertain ? [costs.uncertain] : [])] : []
  const classesOf: readonly (readonly [name: string, classes: number | undefined])[] = [
    ['n-grams', ngrams?.classes],
    ['strongest n-grams', ngrams?.strongest?.length],
    ['held-out texts', heldOut && heldOut.probabilities.length / heldOut.labels.length],
    ['distributions', distributions?.answers.length],
    ...rows.map(row => ['costs', row.length] as const),
  ]
  const [name, classes] = classesOf.find(([, found]) => found !== undefined && found !== labels.length) ?? []
  if (classes !== undefined)
    return `its ${name} are of ${counted(classes, 'class', 'classes')}, not ${labels.length}`
  const known = new Set(labels)
  const foreign = threshold.find(({ label }) => !known.has(label))
  return foreign && `its decision is of the label ${quoted(foreign.label)}, which it has not`
}
