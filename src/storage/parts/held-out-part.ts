/** What a model answered to texts that it had not seen, in its file: probabilities [n, classes] and labels [n]. */
import type { HeldOut } from '../../model/model.ts'
import { allFinite } from '../parameter-tensors.ts'
import { Misfit } from '../schema.ts'
import type { Part } from './part.ts'

const names = { probabilities: 'held_out/probabilities', labels: 'held_out/labels' } as const

export const heldOutPart: Part<HeldOut> = {
  essential: false,
  encode: ({ probabilities, labels }) => ({
    metadata: {},
    tensors: {
      [names.probabilities]: {
        shape: [labels.length, probabilities.length / labels.length],
        data: probabilities,
      },
      [names.labels]: { shape: [labels.length], data: labels },
    },
  }),
  decode({ tensors }) {
    const [probabilities, labels] = [tensors[names.probabilities]?.data, tensors[names.labels]?.data]
    if (!probabilities && !labels) return undefined
    if (
      !(probabilities instanceof Float32Array && labels instanceof Int32Array && allFinite(probabilities))
    ) {
      throw new Misfit('are no probabilities with their labels', 'its held-out texts')
    }
    const classes = probabilities.length / labels.length
    if (!Number.isInteger(classes) || !labels.every(label => label >= 0 && label < classes)) {
      throw new Misfit('are not of one number of classes', 'its held-out texts')
    }
    return { probabilities, labels }
  },
}
