/** Token sequences: text i is tokens[offsets[i]] .. tokens[offsets[i + 1] - 1]. */
export interface TokenSequences {
  /** Word ids. What they index (a corpus's word table, or a model's vocabulary) is said by what holds them. */
  readonly tokens: Int32Array
  /** [n + 1], ascending from 0 */
  readonly offsets: Int32Array
}

export interface Sequences extends TokenSequences {
  /** [n], 0..classes-1: indices of the label names */
  readonly labels: Int32Array
}
