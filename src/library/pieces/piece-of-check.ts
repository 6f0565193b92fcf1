import { checkWith, type Found, lookAt, type StepResult } from '../../check/check-corpus.ts'
import type { ShownFinding } from '../../check/shown-findings.ts'
import { pieceBegin, pieceEnd, pieceItem, type Shard } from '../../formats/work-pieces.ts'
import { host } from '../../host/index.ts'
import {
  count,
  dictionary,
  list,
  object,
  optional,
  parsed,
  type Schema,
  share,
  text,
} from '../../storage/schema.ts'
import { type CheckRowsOptions, leavesOut, openerOf } from '../check-texts.ts'
import type { CorpusFiles } from '../read-corpus.ts'

/** What a check is of, and how it is to be shown. */
interface CheckHead {
  readonly data: string
  readonly test?: string | undefined
  readonly format: 'text' | 'json'
}

/**
 * Checks texts in pieces: each looks at all of them, which is quick, and does its part of the steps that take long.
 *
 * @returns the lines of the piece, for `lstm merge`
 */
export async function* pieceOfCheck(
  files: CorpusFiles,
  shard: Shard,
  head: CheckHead,
  options: CheckRowsOptions = {},
): AsyncGenerator<string, void> {
  const { found, steps, shown } = await lookAt(openerOf(files), { ...options, ...leavesOut(files) })
  const whole = JSON.stringify([head, { ...found, findings: await shown(found.findings) }])
  yield pieceBegin({ work: 'check', ...shard, head: whole })
  const own = [...steps.entries()].filter(([step]) => step % shard.of === shard.index)
  for (const [step, compute] of own) {
    const { all, ...rest } = await compute()
    const result = all ? { all: { ...all, doubtful: await shown(all.doubtful) } } : rest
    yield pieceItem(step, JSON.stringify(result))
  }
  const hash = host.sha256()
  hash.update(new TextEncoder().encode(whole))
  yield pieceEnd({ end: own.length, total: steps.length, key: hash.digest() })
}

const headSchema = object<CheckHead>({
  data: text,
  test: optional(text),
  format: text as Schema<'text' | 'json'>,
})

const resultSchema = object<StepResult<ShownFinding>>({
  all: optional(
    object<NonNullable<StepResult<ShownFinding>['all']>>({
      ...{ accuracy: share, heldOut: count },
      doubtful: list(dictionary) as unknown as Schema<
        NonNullable<StepResult<ShownFinding>['all']>['doubtful']
      >,
    }),
  ),
  point: optional(
    object<NonNullable<StepResult<ShownFinding>['point']>>({ texts: count, accuracy: share, heldOut: count }),
  ),
})

/** The check of all pieces. @param texts the head, then the steps @throws Misfit for damaged ones */
export async function mergedCheck(texts: AsyncIterable<string>) {
  let said: unknown
  const results: StepResult<ShownFinding>[] = []
  for await (const text of texts) {
    if (said) results.push(resultSchema(parsed(text)))
    else said = parsed(text)
  }
  const [head, found] = list(dictionary)(said) as unknown as [unknown, Found<ShownFinding>]
  return { head: headSchema(head), check: checkWith(found, results) }
}
