import type { LabelledRows } from '../../data/labelled-rows.ts'
import type { Naming } from '../../settings/table.ts'
import { SearchLog } from '../../storage/search-log.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { searchEventAt } from './search-event-schema.ts'
import type { SearchEvent, SearchOptions, TrialProgress } from './search-events.ts'
import { searchNaming } from './start-search.ts'

/** @param left seconds of the search that are left now; undefined where it has no bound */
type Watch = (progress: TrialProgress, left: number | undefined) => void

/** A search that keeps itself in a folder: what it tells, event by event, and the best model so far. */
export class KeptSearch implements AsyncDisposable {
  readonly #log: SearchLog
  /** All that it has told, in the runs before this one as well. */
  readonly events: SearchEvent[]

  private constructor(log: SearchLog) {
    this.#log = log
    this.events = log.earlier.map((event, i) =>
      searchEventAt(`${log.path}:${i + 1}`, 'begin another search elsewhere, with --out', () => event),
    )
  }

  /** Takes the folder; an earlier search in it is gone on with, or put out of the way. @throws as `SearchLog.open`; 'data' */
  static async open(folder: string, resume: boolean): Promise<KeptSearch> {
    const log = await SearchLog.open(folder, { resume })
    try {
      return new KeptSearch(log)
    } catch (error) {
      await log.close()
      throw error
    }
  }

  /** Where the events are kept. */
  get path(): string {
    return this.#log.path
  }

  /** What follows now. @throws LstmError as `search`, and 'disk' */
  async *search(
    data: LabelledRows | CorpusFiles,
    options: SearchOptions,
    watch: Watch,
    nameOf: Naming = name => name,
  ): AsyncGenerator<SearchEvent> {
    const begun = performance.now()
    // What an earlier search spent counts as well.
    const before = this.events.findLast(event => event.event === 'trial')?.spent ?? 0
    const { minutes } = options
    const left = () => minutes && 60 * minutes - before - (performance.now() - begun) / 1000
    const asked: SearchOptions = {
      ...options,
      onProgress: progress => watch(progress, left()),
      earlier: this.events.filter(({ event }) => event !== 'winner'),
      onBest: model => this.#log.keep(model),
    }
    for await (const event of searchNaming(data, asked, nameOf)) {
      // Of a search that was over and had nothing left to do, the end stands there already.
      const isAgain = event.event === 'winner' && this.events.at(-1)?.event === 'winner'
      this.events.push(event)
      if (!isAgain) await this.#log.append(event)
      yield event
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#log.close()
  }
}
