import { hasLittleRoom } from '../../host/little-room.ts'
import type { RemoteThread } from '../../host/remote-thread.ts'
import type { Tokenizer } from '../../text/tokenizers/tokenizer.ts'
import { type CutTexts, Cutter } from './cutter.ts'
import { startCuttingThreads } from './cutting-thread.ts'
import type { CuttingCalls } from './serve-cutting.ts'

/** Characters from which on threads are worth their start: a thousand reviews. */
const manyCharacters = 1 << 21
/** Characters that a thread is given at a time, at least. */
const stretch = 1 << 17
/** Stretches that wait for each thread, so that it never waits itself. */
const ahead = 2

/** Texts of one stretch, cut: by which of the cutters (their words have numbers of their own), and what came of it. */
interface CutStretch<Item> {
  readonly items: readonly Item[]
  readonly cutter: number
  readonly cut: CutTexts
}

/**
 * Cuts texts in their order: on this thread, one by one, while they are few, and from two million characters on in threads, many at a
 * time.
 */
export class Cutters {
  readonly #tokenizer: Tokenizer
  #wanted: number
  readonly #threads: RemoteThread<CuttingCalls>[] = []
  readonly #own: Cutter
  #characters = 0
  #turn = 0

  /** @param threads so many at most; with 1 none is started */
  constructor(tokenizer: Tokenizer, threads: number) {
    this.#tokenizer = tokenizer
    this.#wanted = threads
    this.#own = new Cutter(tokenizer)
  }

  /** @throws what `source` throws */
  async *cut<Item extends { readonly text: string }>(
    source: AsyncIterable<Item>,
  ): AsyncGenerator<CutStretch<Item>> {
    const waiting: Promise<CutStretch<Item>>[] = []
    const begin = (items: readonly Item[]) => {
      const stretch = this.#cut(items)
      // Whoever takes it hears of its failure; where the source fails first, nobody does.
      stretch.catch(() => undefined)
      waiting.push(stretch)
    }
    let items: Item[] = []
    let characters = 0
    for await (const item of source) {
      items.push(item)
      characters += item.text.length
      if (characters < stretch && this.#threads.length > 0) continue
      begin(items)
      this.#grow(characters)
      items = []
      characters = 0
      while (waiting.length > ahead * this.#threads.length) yield await waiting.shift()!
    }
    if (items.length > 0) begin(items)
    while (waiting.length > 0) yield await waiting.shift()!
  }

  end(): void {
    for (const thread of this.#threads) thread.end()
  }

  async #cut<Item extends { readonly text: string }>(items: readonly Item[]): Promise<CutStretch<Item>> {
    const texts = items.map(({ text }) => text)
    if (this.#threads.length === 0) return { items, cutter: 0, cut: this.#own.cut(texts) }
    const turn = this.#turn++ % this.#threads.length
    return { items, cutter: 1 + turn, cut: await this.#threads[turn]!.call('cut', texts) }
  }

  /** Starts the threads once there have been so many characters. */
  #grow(characters: number): void {
    this.#characters += characters
    if (this.#characters < manyCharacters || this.#threads.length > 0) return
    if (this.#wanted < 2 || hasLittleRoom()) return
    this.#threads.push(...startCuttingThreads(this.#tokenizer, this.#wanted))
    // Where there is none, none is asked for again.
    if (this.#threads.length === 0) this.#wanted = 0
  }
}
