import type { Dataset } from '../../src/data/dataset.ts'
import type { Sequences } from '../../src/text/sequences.ts'

/** All texts of a dataset that lies in memory. */
export function allTexts(dataset: Dataset): Sequences {
  return dataset.batch(Int32Array.from({ length: dataset.size }, (_, i) => i)) as Sequences
}
