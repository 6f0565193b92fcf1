/**
 * Writes the micro-kernels of `multiply` (products.ts) in AssemblyScript, which has no arrays of v128: every
 * accumulator is a local, so the tiles are spelled out by this generator.
 *
 * A tile keeps rows x columns of the result in registers while k runs:
 *
 *     for each k: out[row][column] = a[k][row] * b[k][column] + out[row][column]
 *
 * An x64 processor has 16 vector registers and V8 loads everything an iteration needs before it multiplies. So 4 x 8
 * is the largest tile that does not spill: 8 accumulators, 2 vectors of B, up to 4 splats of A. The smaller ones are for
 * the last rows and columns; 2 x 16 and 1 x 16 take two panels at once, to have more independent chains of additions.
 * 3 x 16 and 1 x 32 would spill, and are slower than what they would replace.
 *
 * Every tile adds up each element in the order of k, by the same operation: which tile computed an element cannot be
 * told from its bits.
 */

/** Rows and columns, these in panels of 8; `repeats`: goes from one block of rows to the next, `aBlock` further on. */
const shapes = [
  { rows: 4, columns: 8, repeats: true },
  { rows: 3, columns: 8 },
  { rows: 2, columns: 8 },
  { rows: 1, columns: 8 },
  { rows: 2, columns: 16 },
  { rows: 1, columns: 16 },
]

/** @returns {string} the source of an AssemblyScript module */
export function tilesSource() {
  return ["import { multiplyAdd } from '../simd'", ...shapes.map(tile)].join('\n')
}

function tile({ rows, columns, repeats = false }) {
  const wide = columns > 8
  const parameters = [
    ...(repeats ? ['blocks: i32', 'aBlock: usize'] : []),
    ...['k: i32', 'a: usize', 'b: usize', ...(wide ? ['bPanel: usize'] : [])],
    ...['init: usize', 'initRow: usize', ...(wide ? ['initPanel: usize'] : [])],
    ...['out: usize', 'outRow: usize', ...(wide ? ['outPanel: usize'] : [])],
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

function body(rows, columns) {
  const row = range(rows)
  const vector = range(columns / 4)
  const panel = range(columns / 8)
  const cells = row.flatMap(r => vector.map(v => ({ r, v, name: `c${r}${v}` })))
  const address = (base, { r, v }) => `${base} + ${r} * ${base}Row${v > 1 ? ` + ${base}Panel` : ''}`
  const offset = ({ v }) => (v & 1) * 16
  return `
  ${lines(panel.slice(1), p => `let b${p} = b + bPanel`)}
  ${lines(cells, cell => `let ${cell.name} = v128.load(${address('init', cell)}, ${offset(cell)})`)}
  const end = b + (<usize>k << 5)
  do {
    ${lines(vector, v => `const v${v} = v128.load(${v < 2 ? 'b' : 'b1'}, ${(v & 1) * 16})`)}
    ${lines(row, r => `const a${r} = v128.load32_splat(a, ${r * 4})`)}
    ${lines(cells, ({ name, r, v }) => `${name} = multiplyAdd(a${r}, v${v}, ${name})`)}
    a += 16
    b += 32
    ${lines(panel.slice(1), p => `b${p} += 32`)}
  } while (b < end)
  ${lines(cells, cell => `v128.store(${address('out', cell)}, ${cell.name}, ${offset(cell)})`)}
`
}

function range(count) {
  return Array.from({ length: count }, (_, index) => index)
}

function lines(items, write) {
  return items.map(write).join('; ')
}
