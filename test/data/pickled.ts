/** A value as a pickle of protocol 1, with byte strings as Python 2 wrote them. */
export type Picklable = number | string | readonly Picklable[] | ReadonlyMap<string, number>

export function pickled(value: Picklable): Buffer {
  return Buffer.from(`${program(value)}.`, 'latin1')
}

function program(value: Picklable): string {
  if (typeof value === 'number') return Number.isInteger(value) ? `L${value}L\n` : `F${value}\n`
  if (typeof value === 'string') return `U${String.fromCharCode(value.length)}${value}`
  if (Array.isArray(value)) return `(${value.map(program).join('')}l`
  return `(${[...(value as ReadonlyMap<string, number>)].flat().map(program).join('')}d`
}
