import * as tensorflow from '../../../src/engines/tensorflow/index.ts'
import { conformance } from '../conformance.ts'
import { skip } from './installation.ts'

conformance('tensorflow', tensorflow, { tolerance: 1e-4, officialOnly: true, skip })
