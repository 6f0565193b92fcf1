import type { Cell } from './cell.ts'

/**
 * h_t = gain tanh(z_t). The Elman network has gain 1; a smaller one is an Elman network that hears itself only faintly.
 *
 * Source: Elman, "Finding Structure in Time", Cognitive Science 14, 1990.
 */
export function elman(gain = 1): Cell {
  return {
    blocks: 1,
    hasCellState: false,

    forward(z, _cPrevious, _c, h) {
      for (let j = 0; j < h.length; j++) {
        const g = Math.tanh(z[j]!)
        h[j] = gain * g
        z[j] = g
      }
    },

    backward(z, _cPrevious, _c, dh, _dc, dz) {
      for (let j = 0; j < dh.length; j++) {
        const g = z[j]!
        dz[j] = dh[j]! * gain * (1 - g * g)
      }
    },
  }
}
