import { LstmError } from '../errors.ts'
import type { PieceSource } from '../formats/work-pieces.ts'
import type { SearchEvent, SearchStart, TrialEvent } from './search-events.ts'

/** The log of a piece of a search. */
interface TrialsFile {
  /** As messages name it. */
  readonly name: string
  readonly events: readonly SearchEvent[]
}

/** Whether what is there is a piece of a search, by its first line. */
export async function isOfSearch(source: PieceSource): Promise<boolean> {
  for await (const { text } of source.lines()) return /^\{"event":"search"/.test(text)
  return false
}

/** @throws LstmError 'data' where a line is no JSON object */
export async function trialsIn(source: PieceSource): Promise<TrialsFile> {
  const events: unknown[] = []
  for await (const { text, number } of source.lines()) events.push(eventIn(text, `${source.name}:${number}`))
  return { name: source.name, events: events as TrialsFile['events'] }
}

function eventIn(text: string, place: string): object {
  let event: unknown
  try {
    event = JSON.parse(text)
  } catch {
    event = undefined
  }
  if (typeof event === 'object' && event !== null) return event
  throw new LstmError('data', `${place}: no line of a piece, which is a JSON object`, {
    hint: 'make the piece again with --shard',
  })
}

/**
 * The log of the whole search, as one machine would have written it that made all trials without halving, but for its clock.
 *
 * @throws LstmError 'data' for a piece of another search, one that is not whole, is there twice or not at all
 */
export function mergedTrials(files: readonly TrialsFile[]): SearchEvent[] {
  const pieces = files.map(({ name, events }) => {
    const start = events.find(event => event.event === 'search')
    const shard: Partial<SearchStart['shard']> = Object(start?.shard)
    if (!start || !Number.isSafeInteger(shard.of) || !Number.isSafeInteger(start.trials)) {
      throw new LstmError('data', `${name} holds no piece of a search with --trials`)
    }
    return { name, start, trials: events.filter(event => event.event === 'trial') }
  })
  const [first] = pieces
  const alike = ({ start: { shard: _, ...start } }: { readonly start: SearchStart }) => JSON.stringify(start)
  const { of } = first!.start.shard
  for (const piece of pieces) {
    if (alike(piece) === alike(first!) && piece.start.shard.of === of) continue
    throw new LstmError('data', `${piece.name} is a piece of another search than ${first!.name}`, {
      hint: 'all pieces have to be made by the same command, of the same texts, but for --shard',
    })
  }
  const trials: TrialEvent[] = []
  for (let index = 0; index < of; index++) {
    const [one, other] = pieces.filter(({ start }) => start.shard.index === index)
    if (!one) throw new LstmError('data', `piece ${index + 1} of ${of} is missing`)
    if (other)
      throw new LstmError('data', `${one.name} and ${other.name} are both piece ${index + 1} of ${of}`)
    const wanted = Math.ceil((first!.start.trials! - index) / of)
    if (one.trials.length !== wanted)
      throw new LstmError(
        'data',
        `${one.name} is not whole: it has ${one.trials.length} of ${wanted} trials`,
        {
          hint: 'go on with it with --resume',
        },
      )
    trials.push(...one.trials)
  }
  const start: SearchStart = { ...first!.start, shard: { index: 0, of: 1 } }
  return [start, ...trials.sort((a, b) => a.trial - b.trial).map(trial => ({ ...trial, best: false }))]
}
