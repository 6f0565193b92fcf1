import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import type { Random } from '../random.ts'
import { doublingsTo } from '../rounding.ts'

/**
 * Up to this size the official draw is made, whose time grows with the cube of the size: seconds for the eight matrices of
 * this one, minutes for the next power of two.
 */
export const officialOrthogonalSize = 256

/** A random orthogonal matrix, [size, size] row-major. */
export function orthogonal(size: number, random: Random): Float64Array {
  return size <= officialOrthogonalSize ? singularVectors(size, random) : kacsWalk(size, random)
}

/**
 * The left singular vectors of a standard normal matrix, as the official ortho_weight takes them. The signs of
 * its columns, which the decomposition leaves open, are this library's and not LAPACK's.
 */
function singularVectors(size: number, random: Random): Float64Array {
  const normal = new Matrix(size, size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) normal.set(row, column, random.gaussian())
  }
  const { leftSingularVectors } = new SingularValueDecomposition(normal, {
    computeRightSingularVectors: false,
  })
  return Float64Array.from(leftSingularVectors.to1DArray())
}

/**
 * The identity, whose rows are paired at random and rotated by random angles, 4 log2(size) times over: near enough to a
 * uniformly drawn orthogonal matrix that its numbers are those of a normal distribution, in time size^2 log(size).
 *
 * Source: parallel Kac's walk, V. Jain, N. S. Pillai, A. Sah, M. Sawhney and A. Smith, "Fast and memory-optimal dimension
 * reduction using Kac's walk", Annals of Applied Probability 32(5), 2022.
 */
function kacsWalk(size: number, random: Random): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let n = 0; n < size; n++) matrix[n * (size + 1)] = 1
  const rounds = 4 * doublingsTo(size)
  for (let round = 0; round < rounds; round++) {
    const order = random.permutation(size)
    for (let n = 0; n + 1 < size; n += 2) rotate(matrix, size, order[n]!, order[n + 1]!, random)
  }
  return matrix
}

/** Rotates two rows by an angle that is uniform: that of a point in the unit circle. */
function rotate(matrix: Float64Array, size: number, one: number, other: number, random: Random): void {
  let x: number
  let y: number
  let square: number
  do {
    x = 2 * random.uniform() - 1
    y = 2 * random.uniform() - 1
    square = x * x + y * y
  } while (square > 1 || square < 1e-6)
  const length = Math.sqrt(square)
  const [cosine, sine] = [x / length, y / length]
  for (let a = one * size, b = other * size, end = a + size; a < end; a++, b++) {
    const [p, q] = [matrix[a]!, matrix[b]!]
    matrix[a] = cosine * p - sine * q
    matrix[b] = sine * p + cosine * q
  }
}
