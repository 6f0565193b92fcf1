/**
 * The output of one piece of some work, so that all of it can be put together again: JSON lines. The first says which piece of which work
 * it is; then comes a line for each item, which has the item's number in the whole; the last says how many there were, and a hash of
 * all that the work was done with. What lacks it was cut off.
 */
import { LstmError } from '../errors.ts'
import { counted } from '../wording.ts'
import type { Line } from './lines.ts'

/** A piece of some work: item n of the work belongs to it whose index is n modulo `of`. */
export interface Shard {
  /** 0..of-1 */
  readonly index: number
  readonly of: number
}

interface Piece extends Shard {
  /** What was done: 'predict', 'folds'. */
  readonly work: string
  /** What stands before all items in the whole. */
  readonly head: string
}

interface PieceEnd {
  /** Items in this piece. */
  readonly end: number
  /** In all pieces. */
  readonly total: number
  /** The same for all pieces of one work. */
  readonly key: string
}

const format = 'piece 1'

const pieceHint = 'make the piece again with --shard'

export function pieceBegin(piece: Piece): string {
  return `${JSON.stringify({ lstm: format, ...piece })}\n`
}

/** @param text of the item, as it stands in the whole */
export function pieceItem(n: number, text: string): string {
  return `${JSON.stringify({ n, text })}\n`
}

export function pieceEnd(end: PieceEnd): string {
  return `${JSON.stringify(end)}\n`
}

/** Something that holds a piece, to be read more than once. */
export interface PieceSource {
  /** As messages name it. */
  readonly name: string
  lines(): AsyncIterable<Line>
}

/** The pieces of one work, all there and whole. */
interface CheckedPieces {
  readonly work: string
  readonly total: number
  /** The whole: what stands before all items, then each in its turn. */
  texts(): AsyncGenerator<string>
}

/**
 * Reads all pieces through, and gives the whole.
 *
 * @throws LstmError 'data' for what is no piece, a piece that is not whole, one of another work, one that is there twice or not at all
 */
export async function checkPieces(sources: readonly PieceSource[]): Promise<CheckedPieces> {
  const checked: (Account & { readonly source: PieceSource })[] = []
  for (const source of sources) checked.push({ source, ...(await readThrough(source)) })
  const [first] = checked
  if (!first) throw new LstmError('usage', 'which pieces are to be put together?', { hint: pieceHint })
  for (const { source, piece, end } of checked) {
    const same =
      piece.work === first.piece.work && piece.of === first.piece.of && piece.head === first.piece.head
    if (same && end.key === first.end.key && end.total === first.end.total) continue
    throw new LstmError('data', `${source.name} is a piece of another work than ${first.source.name}`, {
      hint: 'all pieces have to be made by the same command, of the same texts and model, but for --shard',
    })
  }
  const { work, of } = first.piece
  const sorted = Array.from({ length: of }, (_, index) => {
    const [one, other] = checked.filter(({ piece }) => piece.index === index)
    if (!one)
      throw new LstmError('data', `piece ${index + 1} of ${of} is missing`, {
        hint: `make it with --shard ${index + 1}/${of}`,
      })
    if (other)
      throw new LstmError(
        'data',
        `${one.source.name} and ${other.source.name} are both piece ${index + 1} of ${of}`,
        { hint: 'name each piece once' },
      )
    return one
  })
  return {
    work,
    total: first.end.total,
    texts: () =>
      together(
        sorted.map(({ source }) => source),
        first.piece.head,
      ),
  }
}

async function* together(sources: readonly PieceSource[], head: string): AsyncGenerator<string> {
  yield head
  const items = sources.map(source => itemsOf(source))
  try {
    for (let n = 0; ; n++) {
      const { done, value } = await items[n % items.length]!.next()
      if (done) break
      yield value
    }
  } finally {
    for (const rest of items) await rest.return(undefined)
  }
}

async function* itemsOf({ lines }: PieceSource): AsyncGenerator<string, void> {
  for await (const { text } of lines()) {
    const line = JSON.parse(text)
    if (typeof line.text === 'string') yield line.text
  }
}

/** What a piece says of itself. */
interface Account {
  readonly piece: Piece
  readonly end: PieceEnd
}

/** The piece's own account of itself, held against what is in it. */
async function readThrough({ name, lines }: PieceSource): Promise<Account> {
  let piece: Piece | undefined
  let end: PieceEnd | undefined
  let items = 0
  for await (const { text, number } of lines()) {
    const line = parsed(text)
    if (!piece) {
      if (line?.lstm !== format || !isPlace(line.index, line.of)) break
      piece = {
        work: String(line.work),
        index: Number(line.index),
        of: Number(line.of),
        head: String(line.head),
      }
    } else if (!end && line && typeof line.text === 'string' && line.n === piece.index + items * piece.of)
      items++
    else if (!end && line && typeof line.end === 'number')
      end = { end: line.end, total: Number(line.total), key: String(line.key) }
    else throw new LstmError('data', `${name}:${number}: not what follows in a piece`, { hint: pieceHint })
  }
  if (!piece)
    throw new LstmError('data', `${name} is no piece that --shard has made`, {
      hint: 'name the files that --shard I/N has made; of a search the trials.jsonl in its --out',
    })
  if (!end || end.end !== items) {
    throw new LstmError('data', `${name} is not whole: it ends after ${counted(items, 'item')}`, {
      hint: `make it again with --shard ${piece.index + 1}/${piece.of}`,
    })
  }
  return { piece, end }
}

/** Whether it is the place of a piece among as many as --shard may name. */
function isPlace(index: unknown, of: unknown): boolean {
  return (
    Number.isSafeInteger(index) &&
    Number.isSafeInteger(of) &&
    Number(index) >= 0 &&
    Number(index) < Number(of)
  )
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return Object(JSON.parse(text))
  } catch {
    return undefined
  }
}
