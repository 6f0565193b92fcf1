import type { TextRow } from '../../data/texts.ts'
import { pieceBegin, pieceEnd, pieceItem, type Shard } from '../../formats/work-pieces.ts'
import { host } from '../../host/index.ts'

const encoder = new TextEncoder()

/** Which of the texts belong to a piece, and how the answers to them are written so that `lstm merge` can put them in their places. */
export class PieceOfTexts {
  readonly #shard: Shard
  readonly #head: string
  /** Over all texts, those of other pieces as well. */
  readonly #hash = host.sha256()
  #total = 0
  #written = 0

  /** @param head what stands before all answers */
  constructor(shard: Shard, head: string) {
    this.#shard = shard
    this.#head = head
  }

  /** The rows of this piece. */
  async *own(rows: AsyncIterable<TextRow> | Iterable<TextRow>): AsyncGenerator<TextRow> {
    for await (const row of rows) {
      this.#hash.update(encoder.encode(`${JSON.stringify([row.text, row.values])}\n`))
      if (this.#total++ % this.#shard.of === this.#shard.index) yield row
    }
  }

  begin(): string {
    return pieceBegin({ work: 'predict', ...this.#shard, head: this.#head })
  }

  item(text: string): string {
    return pieceItem(this.#shard.index + this.#shard.of * this.#written++, text)
  }

  /** @param about what else the answers depend on */
  end(about: readonly (string | Uint8Array)[]): string {
    for (const part of about) this.#hash.update(typeof part === 'string' ? encoder.encode(part) : part)
    return pieceEnd({ end: this.#written, total: this.#total, key: this.#hash.digest() })
  }
}
