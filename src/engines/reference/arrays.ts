import { type ParameterName, type Parameters, parameterNames } from '../engine.ts'

/** What the functions of this folder read and write; they compute in float64 and round where they store. */
export type FloatArray = Float32Array | Float64Array

/** `Float32Array` or `Float64Array`: the precision in which an engine stores every number. */
export interface Precision<A extends FloatArray> {
  new (length: number): A
  new (values: ArrayLike<number>): A
}

/** One array for each parameter, as `make` gives it. */
export function eachParameter<A extends FloatArray>(make: (name: ParameterName) => A): Parameters<A> {
  const entries = parameterNames.map(name => [name, make(name)] as const)
  return Object.fromEntries(entries) as Parameters<A>
}

/** A copy of the parameters in the given precision. */
export function copyParameters<A extends FloatArray>(
  source: Parameters<FloatArray>,
  precision: Precision<A>,
): Parameters<A> {
  return eachParameter(name => new precision(source[name]))
}

/** Arrays of the parameters' sizes that hold 0. */
export function zerosLike<A extends FloatArray>(
  source: Parameters<FloatArray>,
  precision: Precision<A>,
): Parameters<A> {
  return eachParameter(name => new precision(source[name].length))
}

/** Row `index` of a matrix [rows, width]: a view, not a copy. */
export function row(matrix: FloatArray, index: number, width: number): FloatArray {
  return matrix.subarray(index * width, (index + 1) * width)
}
