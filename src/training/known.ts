import type { Model, Provenance } from '../model/model.ts'
import type { KnownVectors } from '../text/known-vectors.ts'

/** What a training knows beside its texts. */
export interface Known {
  readonly vectors?: KnownVectors | undefined
  /** The model that it goes on from. */
  readonly from?: Model | undefined
  /** Where they are from, as the model keeps it. */
  readonly provenance?: Pick<Provenance, 'wordVectors' | 'unlabelled' | 'from'>
  /** What was found in them and left out of them, a line each. */
  readonly remarks?: readonly string[]
}

/** All that is known, from wherever it comes; each thing comes from one place. */
export function together(...parts: readonly Known[]): Known {
  return {
    ...(Object.assign({}, ...parts) as Known),
    provenance: Object.assign({}, ...parts.map(({ provenance }) => provenance)),
    remarks: parts.flatMap(({ remarks = [] }) => remarks),
  }
}
