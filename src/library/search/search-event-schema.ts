/** What the lines of trials.jsonl hold, checked: they may come from another machine, and from an editor. */
import type { ReadColumns } from '../../data/reading.ts'
import { LstmError } from '../../errors.ts'
import {
  count,
  dictionary,
  finite,
  list,
  Misfit,
  object,
  optional,
  type Schema,
  text,
  truth,
} from '../../storage/schema.ts'
import type { Judgement } from '../../training/search/judgement.ts'
import type { Judgements } from '../../training/search/merit.ts'
import type { SearchEvent, SearchStart, TrialEvent, WinnerEvent } from './search-events.ts'

/** A name, that says which of the events it is. */
const named = object<{ readonly event: string }>({ event: text })

/** Of settings only that they are an object: which names and values a search takes, it sees itself. */
const settings = dictionary as Schema<never>

const orNull =
  <T>(schema: Schema<T>): Schema<T | null> =>
  value =>
    value === null ? null : schema(value)

const given = object<{ readonly from?: string; readonly wordVectors?: string }>({
  from: optional(text),
  wordVectors: optional(text),
})

const judgement = object<Judgement>({ texts: count, badness: finite, without: list(finite), of: finite })
const judgements = object<Judgements>({ all: judgement, fewer: optional(judgement) })

const schemas = {
  search: object<SearchStart>({
    event: text as Schema<'search'>,
    digest: text,
    columns: optional(object<ReadColumns>({ text, label: text })),
    labels: optional(list(text)),
    weights: optional(text),
    texts: count,
    beginnings: list(
      object<SearchStart['beginnings'][number]>({ given, base: settings, digests: optional(given) }),
    ),
    learned: count,
    fixed: optional(settings),
    seed: count,
    metric: text,
    folds: count,
    rungs: count,
    trials: orNull(count),
    size: orNull(count),
    latency: orNull(finite),
    shard: object<SearchStart['shard']>({ index: count, of: count }),
    notices: list(text),
  }),
  trial: object<TrialEvent>({
    event: text as Schema<'trial'>,
    trial: count,
    rung: count,
    share: finite,
    beginning: count,
    changes: settings,
    badness: orNull(finite),
    judged: optional(judgements),
    judgedByCost: optional(judgements),
    accuracy: optional(finite),
    macroF1: optional(finite),
    cost: optional(finite),
    examples: optional(count),
    bytes: optional(count),
    ngrams: optional(count),
    latency: optional(finite),
    same: optional(count),
    seconds: finite,
    spent: finite,
    best: truth,
    problem: optional(text),
  }),
  winner: object<WinnerEvent>({
    event: text as Schema<'winner'>,
    trial: count,
    settings,
    changes: settings,
    given: truth,
    badness: orNull(finite),
    left: orNull(finite),
  }),
} satisfies Record<SearchEvent['event'], Schema<SearchEvent>>

/** One event of a search. */
const searchEventSchema: Schema<SearchEvent> = value => {
  const { event } = named(value)
  const schema = Object.hasOwn(schemas, event) ? schemas[event as SearchEvent['event']] : undefined
  if (!schema) throw new Misfit('is no event of a search', 'event')
  return schema(value)
}

/**
 * The event of a search that `read` gives.
 *
 * @param place of it, for errors
 * @throws LstmError 'data' where it is none
 */
export function searchEventAt(place: string, hint: string, read: () => unknown): SearchEvent {
  try {
    return searchEventSchema(read())
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    throw new LstmError('data', `${place}: no event of a search: ${error.message}`, { hint })
  }
}
