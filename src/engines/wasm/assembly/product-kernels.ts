import { wide } from './build/width'
import { tile1x16, tile1x8, tile2x16, tile2x8, tile3x8, tile4x8 } from './build/tiles'
import { tile1x32, tile2x32, tile3x16, tile4x16, tile5x16, tile6x16 } from './build/wide-tiles'
import { multiplyAdd, splat, sumLanes } from './simd'

/*
 * Matrices lie in one of three ways, all of them row-major inside:
 *
 *     rows    [m][n]
 *     blocks  [m/4][n][4]   four rows interleaved: the left factor of a product
 *     panels  [n/8][m][8]   eight columns side by side: the right factor
 *
 * Every stride is in bytes.
 */

/** k that a tile runs over at a time: its part of A and of its panels of B stay in the first cache. */
const maximumDepth: i32 = 512
/** Numbers of A that stay in the second cache while all panels of B pass by. */
const maximumBlock: i32 = 32768

/**
 * out[m, 8 * panels] = start + a · b
 *
 * @param a [m, k] in blocks, `aBlock` from one block to the next
 * @param b [k, 8 * panels] in panels, `bPanel` apart
 * @param start [8 * panels] what each row begins with; 0: what is there
 * @param out rows or panels: the stride from one row to the next, and from eight columns to the next eight
 */
export function multiply(
  m: i32, k: i32, panels: i32,
  a: usize, aBlock: usize, b: usize, bPanel: usize, start: usize, out: usize, outRow: usize, outPanel: usize
): void {
  // As few parts as can be, of about one depth.
  const parts = (k + maximumDepth - 1) / maximumDepth
  const depth = (k + parts - 1) / parts
  const height = max(4, (maximumBlock / depth) & ~3)
  for (let k0 = 0; k0 < k; k0 += depth) {
    const kn = min(depth, k - k0)
    for (let m0 = 0; m0 < m; m0 += height) {
      const row = <usize>m0
      multiplyPart(
        min(height, m - m0), kn, panels,
        a + (row >> 2) * aBlock + (<usize>k0 << 4), aBlock, b + (<usize>k0 << 5), bPanel,
        k0 == 0 ? start : 0, out + row * outRow, outRow, outPanel
      )
    }
  }
}

/**
 * `multiply` where k is one part and m one block: as many panels at a time as there are tiles for, so that the last rows find them in the
 * first cache.
 *
 * `init`, `initRow` and `initPanel` are where the tiles find what an element begins with: in `start`, the same for every row, or in `out`.
 */
function multiplyPart(
  m: i32, k: i32, panels: i32,
  a: usize, aBlock: usize, b: usize, bPanel: usize, start: usize, out: usize, outRow: usize, outPanel: usize
): void {
  const initRow = start ? 0 : outRow
  const initPanel = start ? 32 : outPanel
  let init = start ? start : out
  while (panels > 0) {
    let taken = min(2, panels)
    if (wide && m < 3 && panels >= 4) {
      taken = 4
      if (m == 2) tile2x32(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
      else tile1x32(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
    } else if (taken < 2) onePanel(m, k, a, aBlock, b, init, initRow, out, outRow)
    else if (wide) twoPanelsWide(m, k, a, aBlock, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
    else twoPanels(m, k, a, aBlock, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
    panels -= taken
    b += <usize>taken * bPanel
    init += <usize>taken * initPanel
    out += <usize>taken * outPanel
  }
}

function onePanel(
  m: i32, k: i32, a: usize, aBlock: usize, b: usize, init: usize, initRow: usize, out: usize, outRow: usize
): void {
  const blocks = m >> 2
  const rest = m & 3
  if (blocks > 0) tile4x8(blocks, aBlock, k, a, b, init, initRow, out, outRow)
  a += <usize>blocks * aBlock
  init += <usize>(m - rest) * initRow
  out += <usize>(m - rest) * outRow
  if (rest == 3) tile3x8(k, a, b, init, initRow, out, outRow)
  else if (rest == 2) tile2x8(k, a, b, init, initRow, out, outRow)
  else if (rest == 1) tile1x8(k, a, b, init, initRow, out, outRow)
}

function twoPanels(
  m: i32, k: i32, a: usize, aBlock: usize, b: usize, bPanel: usize,
  init: usize, initRow: usize, initPanel: usize, out: usize, outRow: usize, outPanel: usize
): void {
  const rest = m & 3
  // One or two rows are computed over both panels at once, all others panel by panel.
  const rows = rest < 3 ? m - rest : m
  onePanel(rows, k, a, aBlock, b, init, initRow, out, outRow)
  onePanel(rows, k, a, aBlock, b + bPanel, init + initPanel, initRow, out + outPanel, outRow)
  a += <usize>(rows >> 2) * aBlock
  init += <usize>rows * initRow
  out += <usize>rows * outRow
  if (rest == 2) tile2x16(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  else if (rest == 1) tile1x16(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
}

function twoPanelsWide(
  m: i32, k: i32, a: usize, aBlock: usize, b: usize, bPanel: usize,
  init: usize, initRow: usize, initPanel: usize, out: usize, outRow: usize, outPanel: usize
): void {
  const rest = m & 3
  // A fifth and a sixth row are computed with the four before them.
  const last = m > 4 && (rest == 1 || rest == 2) ? 4 + rest : rest
  const blocks = (m - last) >> 2
  if (blocks > 0) tile4x16(blocks, aBlock, k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  a += <usize>blocks * aBlock
  init += <usize>(m - last) * initRow
  out += <usize>(m - last) * outRow
  if (last == 6) tile6x16(aBlock, k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  else if (last == 5) tile5x16(aBlock, k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  else if (last == 3) tile3x16(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  else if (last == 2) tile2x16(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
  else if (last == 1) tile1x16(k, a, b, bPanel, init, initRow, initPanel, out, outRow, outPanel)
}

/**
 * `multiply` with a left factor in rows, `aRow` apart, which is interleaved first; b and out without gaps between panels.
 *
 * @param blocks room for the left factor in blocks
 */
export function multiplyRows(
  m: i32, k: i32, panels: i32, a: usize, aRow: usize, blocks: usize, b: usize, start: usize, out: usize, outRow: usize
): void {
  interleave(a, m, aRow, k, blocks)
  multiply(m, k, panels, blocks, <usize>k << 4, b, <usize>k << 5, start, out, outRow, 32)
}

/**
 * Rows in blocks: the left factor of a product.
 *
 * @param rows [m, width], `stride` bytes from one to the next; width a multiple of 4
 * @param blocks out; in the last block, rows beyond m repeat the last one
 */
export function interleave(rows: usize, m: i32, stride: usize, width: i32, blocks: usize): void {
  for (let i = 0; i < m; i += 4) {
    let a = rows + <usize>i * stride
    let b = i + 1 < m ? a + stride : a
    let c = i + 2 < m ? b + stride : b
    let d = i + 3 < m ? c + stride : c
    for (const end = a + (<usize>width << 2); a < end; a += 16) {
      storeTransposed(v128.load(a), v128.load(b), v128.load(c), v128.load(d), blocks, 16)
      b += 16
      c += 16
      d += 16
      blocks += 64
    }
  }
}

/** Stores the transpose of four rows of four numbers, `stride` from one row to the next. */
@inline
function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5))
  v128.store(to + stride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
  v128.store(to + 2 * stride, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5))
  v128.store(to + 3 * stride, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7))
}

/**
 * The transpose of a matrix's panels p0..p1, again in panels: out[c / 8][r][c % 8] = source of row c, column r.
 *
 * @param source [panels][rows][8]
 * @param out [rows / 8][columns][8]; the rows 8 p0..8 p1 of each panel are written
 */
export function transposePanels(source: usize, rows: i32, columns: i32, out: usize, p0: i32, p1: i32): void {
  const outPanel = <usize>columns << 5
  for (let p = p0; p < p1; p++) {
    let from = source + ((<usize>p * rows) << 5)
    for (let r = 0; r < rows; r += 8) {
      const to = out + <usize>(r >> 3) * outPanel + (<usize>p << 8)
      for (let i: usize = 0; i < 8; i += 4) {
        for (let j: usize = 0; j < 8; j += 4) {
          const at = from + (i << 5) + (j << 2)
          storeTransposed(
            v128.load(at), v128.load(at, 32), v128.load(at, 64), v128.load(at, 96), to + (j << 5) + (i << 2), 32
          )
        }
      }
      from += 256
    }
  }
}

/** out[8 panels] = the sum over k of each column of panels p0..p1, which is added to what is there where `adds` is not 0. */
export function sumPanels(k: i32, b: usize, bPanel: usize, out: usize, p0: i32, p1: i32, adds: i32): void {
  for (let p = p0; p < p1; p++) {
    const at = out + (<usize>p << 5)
    let low = adds ? v128.load(at) : f32x4.splat(0)
    let high = adds ? v128.load(at, 16) : f32x4.splat(0)
    const begin = b + <usize>p * bPanel
    const end = begin + (<usize>k << 5)
    for (let row = begin; row < end; row += 32) {
      low = f32x4.add(low, v128.load(row))
      high = f32x4.add(high, v128.load(row, 16))
    }
    v128.store(at, high, 16)
    v128.store(at, low)
  }
}

/** The sum of the squares of values[0..n), n a multiple of 4; of each 64 numbers in float32, of these in float64. */
export function sumOfSquares(values: usize, n: i32): f64 {
  let total: f64 = 0
  for (const end = values + (<usize>n << 2); values < end; ) {
    const stop = min(end, values + 256)
    let sum = splat(0)
    for (; values < stop; values += 16) {
      const value = v128.load(values)
      sum = multiplyAdd(value, value, sum)
    }
    total += <f64>sumLanes(sum)
  }
  return total
}

/** values[0..n) are multiplied by `factor`; n a multiple of 8. */
export function scaleAll(values: usize, n: i32, factor: f32): void {
  const by = splat(factor)
  for (const end = values + (<usize>n << 2); values < end; values += 32) {
    const low = f32x4.mul(v128.load(values), by)
    const high = f32x4.mul(v128.load(values, 16), by)
    v128.store(values, high, 16)
    v128.store(values, low)
  }
}
