/**
 * Writes the micro-kernels of `multiply` (product-kernels.ts) in AssemblyScript, which has no arrays of v128: every
 * accumulator is a local, so the tiles are spelled out by this generator.
 *
 * A tile keeps rows x columns of the result in registers while k runs:
 *
 *     for each k: out[row][column] = a[k][row] * b[k][column] + out[row][column]
 *
 * An x64 processor has 16 vector registers and V8 loads everything an iteration needs before it multiplies. In 128 bits
 * 4 x 8 is the largest tile that does not spill: 8 accumulators, 2 vectors of B, up to 4 splats of A. 2 x 16 and 1 x 16 take
 * two panels at once, to have more independent chains of additions; 3 x 16 and 1 x 32 would spill.
 *
 * Where V8 joins two neighbouring vectors to one of 256 bits (../width.ts), a panel's row is one register, and a processor
 * that begins two fused multiplications a cycle, each of four cycles, wants eight accumulators at least: 4 x 16 to 6 x 16.
 * V8 joins what is stored side by side; the upper half is stored first, which saves a store of its own for the lower half
 * (should the upper one trap, the lower one must have been stored).
 *
 * Every tile adds up each element in the order of k, by the same operation: which tile computed an element cannot be
 * told from its bits.
 */

/** Rows and columns, these in panels of 8; `repeats`: goes from one block of rows to the next, `aBlock` further on. */
const narrow = [
  { rows: 4, columns: 8, repeats: true },
  { rows: 3, columns: 8 },
  { rows: 2, columns: 8 },
  { rows: 1, columns: 8 },
  { rows: 2, columns: 16 },
  { rows: 1, columns: 16 },
]

/** Tiles for 256 bits beside those; rows beyond the fourth are the first ones of the next block. */
const wide = [
  { rows: 4, columns: 16, repeats: true },
  { rows: 6, columns: 16 },
  { rows: 5, columns: 16 },
  { rows: 3, columns: 16 },
  { rows: 2, columns: 32 },
  { rows: 1, columns: 32 },
]

/** The sources of two AssemblyScript modules, by the names of their files. */
export const tileSources = { 'tiles.ts': source(narrow), 'wide-tiles.ts': source(wide) }

function source(shapes) {
  return ["import { multiplyAdd } from '../simd'", ...shapes.map(tile)].join('\n')
}

/**
 * The function of one tile. `init` is what its rows begin with and `out` where they go; of each, `…Row` is from one row to the next and
 * `…Panel` from one panel of columns to the next, in bytes.
 */
function tile({ rows, columns, repeats = false }) {
  const parameters = [
    ...(repeats ? ['blocks: i32'] : []),
    ...(repeats || rows > 4 ? ['aBlock: usize'] : []),
    ...['k: i32', 'a: usize', 'b: usize', ...(columns > 8 ? ['bPanel: usize'] : [])],
    ...['init: usize', 'initRow: usize', ...(columns > 8 ? ['initPanel: usize'] : [])],
    ...['out: usize', 'outRow: usize', ...(columns > 8 ? ['outPanel: usize'] : [])],
  ]
  const head = `export function tile${rows}x${columns}(${parameters.join(', ')}): void`
  if (!repeats) return `${head} {${body(rows, columns)}}`
  return `
${head} {
  const panel = b
  const next = aBlock - (<usize>k << 4)
  for (let block = 0; block < blocks; block++) {
    ${body(rows, columns)}
    a += next
    b = panel
    init += ${rows} * initRow
    out += ${rows} * outRow
  }
}`
}

/** One tile: its accumulators are loaded, k runs, and they are stored. `below` is `a` for the rows beyond the fourth, in the next block. */
function body(rows, columns) {
  const row = range(rows)
  const vector = range(columns / 4)
  const panel = range(columns / 8)
  const cells = row.flatMap(r => vector.map(v => ({ r, v, name: `c${r}_${v}` })))
  const upperFirst = cells.map((_, n) => cells[n ^ 1])
  const address = (base, { r, v }) => `${base} + ${r} * ${base}Row${v > 1 ? ` + ${v >> 1} * ${base}Panel` : ''}`
  const offset = v => (v & 1) * 16
  const left = r => (r < 4 ? 'a' : 'below')
  const right = p => (p === 0 ? 'b' : `b${p}`)
  return `
  ${lines(panel.slice(1), p => `let ${right(p)} = b + ${p} * bPanel`)}
  ${rows > 4 ? 'let below = a + aBlock' : ''}
  ${lines(cells, cell => `let ${cell.name} = v128.load(${address('init', cell)}, ${offset(cell.v)})`)}
  const end = b + (<usize>k << 5)
  do {
    ${lines(vector, v => `const v${v} = v128.load(${right(v >> 1)}, ${offset(v)})`)}
    ${lines(row, r => `const a${r} = v128.load32_splat(${left(r)}, ${(r % 4) * 4})`)}
    ${lines(cells, ({ name, r, v }) => `${name} = multiplyAdd(a${r}, v${v}, ${name})`)}
    a += 16
    ${rows > 4 ? 'below += 16' : ''}
    ${lines(panel, p => `${right(p)} += 32`)}
  } while (b < end)
  ${lines(upperFirst, cell => `v128.store(${address('out', cell)}, ${cell.name}, ${offset(cell.v)})`)}
`
}

function range(count) {
  return Array.from({ length: count }, (_, index) => index)
}

function lines(items, write) {
  return items.map(write).join('; ')
}
