import * as reference from '../../../src/engines/reference/index.ts'
import { openReferenceEngine, openReferencePredictor } from '../../../src/engines/reference/index.ts'
import { conformance } from '../conformance.ts'

const float64 = {
  openSkipGram: reference.openSkipGram,
  openPredictor: async (options: reference.ReferencePredictorOptions) =>
    openReferencePredictor(options, Float64Array),
  openEngine: async (options: reference.ReferenceEngineOptions) => openReferenceEngine(options, Float64Array),
}

conformance('reference in float64', float64, { tolerance: 1e-9, precision: Float64Array })
conformance('reference in float32', reference, { tolerance: 1e-4 })
