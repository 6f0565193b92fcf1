import type { DataFormat } from './formats.ts'

/** Where labelled texts come from, as the user says it; stored in the model. */
export interface DataSource {
  /** 'imdb' or a path. */
  readonly data: string
  /** The kind of data, where it is not to be found from the path. */
  readonly format?: DataFormat
  /** Path of a second source of the same kind: the test split. */
  readonly test?: string
  readonly textColumn?: string
  readonly labelColumn?: string
}
