import { LstmError } from '../../errors.ts'
import type { PieceSource } from '../../formats/work-pieces.ts'
import { parsed } from '../../storage/schema.ts'
import { counted } from '../../wording.ts'
import { searchEventAt } from './search-event-schema.ts'
import type { SearchEvent, SearchStart, TrialEvent } from './search-events.ts'

const pieceHint = 'make the piece again with --shard'

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

/** @throws LstmError 'data' where a line is no event of a search */
export async function trialsIn(source: PieceSource): Promise<TrialsFile> {
  const events: SearchEvent[] = []
  for await (const { text, number } of source.lines())
    events.push(searchEventAt(`${source.name}:${number}`, pieceHint, () => parsed(text)))
  return { name: source.name, events }
}

/** What a piece holds. */
interface TrialsPiece {
  readonly name: string
  readonly start: SearchStart
  /** By their numbers. */
  readonly trials: readonly TrialEvent[]
}

/**
 * The log of the whole search, as one machine would have written it that made all trials without halving, but for its clock.
 *
 * @throws LstmError 'data' for a piece of another search, one that is not whole, is there twice or not at all
 */
export function mergedTrials(files: readonly TrialsFile[]): SearchEvent[] {
  const pieces = files.map(pieceOf)
  const [first] = pieces
  for (const piece of pieces) requireSameSearch(piece, first!)
  const { of } = first!.start.shard
  const trials = Array.from({ length: of }, (_, index) => {
    const piece = onlyPiece(pieces, index, of)
    requireWhole(piece, index, of)
    return piece.trials
  }).flat()
  const start: SearchStart = { ...first!.start, shard: { index: 0, of: 1 } }
  return [start, ...trials.sort(byNumber).map(trial => ({ ...trial, best: false }))]
}

function pieceOf({ name, events }: TrialsFile): TrialsPiece {
  const start = events.find(event => event.event === 'search')
  if (start && start.trials !== null)
    return { name, start, trials: events.filter(event => event.event === 'trial').sort(byNumber) }
  throw new LstmError('data', `${name} holds no piece of a search with --trials`, { hint: pieceHint })
}

function requireSameSearch(piece: TrialsPiece, first: TrialsPiece): void {
  // What is said of the texts may be of the machine as well, as that nothing can be kept for the next time.
  const about = ({ start: { shard, notices: _, ...start } }: TrialsPiece) => JSON.stringify([start, shard.of])
  if (about(piece) === about(first)) return
  throw new LstmError('data', `${piece.name} is a piece of another search than ${first.name}`, {
    hint: 'all pieces have to be made by the same command, of the same texts, but for --shard',
  })
}

function onlyPiece(pieces: readonly TrialsPiece[], index: number, of: number): TrialsPiece {
  const [one, other] = pieces.filter(({ start }) => start.shard.index === index)
  if (one && !other) return one
  if (!one)
    throw new LstmError('data', `piece ${index + 1} of ${of} is missing`, {
      hint: `make it with --shard ${index + 1}/${of}`,
    })
  throw new LstmError('data', `${one.name} and ${other!.name} are both piece ${index + 1} of ${of}`, {
    hint: 'name each piece once',
  })
}

function requireWhole({ name, start, trials }: TrialsPiece, index: number, of: number): void {
  const wanted = Math.ceil((start.trials! - index) / of)
  if (trials.length !== wanted)
    throw new LstmError(
      'data',
      `${name} is not whole: it has ${trials.length} of ${counted(wanted, 'trial')}`,
      {
        hint: 'go on with it with --resume',
      },
    )
  if (trials.some(({ trial }, k) => trial !== index + k * of))
    throw new LstmError('data', `${name} holds other trials than those of piece ${index + 1} of ${of}`, {
      hint: pieceHint,
    })
}

function byNumber(a: TrialEvent, b: TrialEvent): number {
  return a.trial - b.trial
}
