import type { ByName } from '../by-name.ts'
import type { LoadOptions } from '../library/load.ts'
import type { HostedSource } from './hosted-model.ts'
import type { ServiceLimits } from './limits.ts'

/** What a service answers with, and how it defends itself. */
export interface ServiceOptions {
  /**
   * Models by name. The first one answers where none is named, unless `default` says which: that of a Map, or of a record as JavaScript
   * orders it, names that are whole numbers first.
   */
  readonly models: ByName<HostedSource>
  /** Further names: which model each stands for. */
  readonly aliases?: Readonly<Record<string, string>> | undefined
  readonly default?: string | undefined
  readonly limits?: Partial<ServiceLimits> | undefined
  /** Threads and the like, of all models. */
  readonly settings?: LoadOptions | undefined
  /** What a request has to bring as `Authorization: Bearer …`; health and the page need none. Without it nobody is asked. */
  readonly token?: string | undefined
  /** Origins whose pages may ask, such as `https://example.org`; `*` for any. */
  readonly cors?: readonly string[] | undefined
  /** Keeps a correction; without it none are taken. It is kept when the promise resolves. */
  readonly keepFeedback?: ((row: FeedbackRow) => Promise<void>) | undefined
  /** Told of each request, when it is answered. */
  readonly log?: ((entry: LogEntry) => void) | undefined
  /** Whether the log holds the texts. */
  readonly logTexts?: boolean | undefined
  /** The files of the page at `/`, by their paths below it; none where they are left out. */
  readonly page?: ReadonlyMap<string, PageFile> | undefined
}

/** A text and the label that it should have had; `lstm train` reads a file of these, one a line. */
export interface FeedbackRow {
  readonly text: string
  readonly label: string
  readonly answer?: string | undefined
  readonly model: string
  readonly time: string
}

export interface LogEntry {
  /** ISO 8601. */
  readonly time: string
  readonly level: 'info' | 'error'
  readonly id: string
  readonly method: string
  /** The route, and not the path: nobody writes into the log from outside. */
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  readonly texts?: number | undefined
  readonly model?: string | undefined
  /** How often the model that answered was loaded, as the answer says it; left out where nothing was answered. */
  readonly version?: number | undefined
  /** Of the error that was answered. */
  readonly code?: string | undefined
  /** Of an error of ours, for whoever mends it. */
  readonly stack?: string | undefined
  /** Where they are wanted. */
  readonly requested?: readonly string[] | undefined
}

export interface PageFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
