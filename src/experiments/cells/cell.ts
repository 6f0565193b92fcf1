/**
 * A recurrent cell, seen from its pre-activation.
 *
 * The network around it computes z_t = x_t W_in + h_{t-1} W + b; the cell is what happens then, unit by unit. All
 * arrays are one time step's: z and dz [blocks * H], everything else [H].
 */
export interface Cell {
  /** Pre-activations per hidden unit: the columns of W_in, W and b are `blocks` blocks of width H. */
  readonly blocks: 1 | 4
  /** Whether the cell carries a cell state c besides the hidden state h; without one, every c here stays 0. */
  readonly hasCellState: boolean
  /** Writes c_t and h_t, and over z_t whatever `backward` would have to compute again, or nothing. */
  forward(z: Float64Array, cPrevious: Float64Array, c: Float64Array, h: Float64Array): void
  /**
   * The derivative of `forward`, with z as that left it. Given dh = dL/dh_t and, in dc, what the later time steps add to dL/dc_t, writes
   * dz = dL/dz_t, and dL/dc_{t-1} over dc.
   */
  backward(
    z: Float64Array,
    cPrevious: Float64Array,
    c: Float64Array,
    dh: Float64Array,
    dc: Float64Array,
    dz: Float64Array,
  ): void
}
