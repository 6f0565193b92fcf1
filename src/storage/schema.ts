/** Describes what values parsed from JSON may be, and checks them. */
import { reason } from '../errors.ts'

/** Gives back the value, now known to be a T. @throws Misfit where it is none */
export type Schema<T> = (value: unknown) => T

/** What is wrong with a value, and where in it: 'results.test.error is no number of 0 to 1'. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
  readonly #place: string
  readonly #what: string

  constructor(what: string, place = '') {
    super(`${place} ${what}`.trim())
    this.#place = place
    this.#what = what
  }

  /** The same of the value that holds this one under that name. */
  within(name: string): Misfit {
    const dot = this.#place === '' || this.#place.startsWith('[') ? '' : '.'
    return new Misfit(this.#what, name + dot + this.#place)
  }
}

function fits<T>(isOne: (value: unknown) => boolean, wanted: string): Schema<T> {
  return value => {
    if (isOne(value)) return value as T
    throw new Misfit(value === undefined ? 'is missing' : `is no ${wanted}`)
  }
}

export const text = fits<string>(value => typeof value === 'string', 'text')

export const truth = fits<boolean>(value => typeof value === 'boolean', 'true or false')

/** A whole number of at least 0. */
export const count = fits<number>(value => Number.isSafeInteger(value) && Number(value) >= 0, 'count')

export const finite = fits<number>(Number.isFinite, 'number')

export const positive = fits<number>(value => Number.isFinite(value) && Number(value) > 0, 'number above 0')

/** A number in [0, 1]. */
export const share = fits<number>(
  value => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1,
  'number from 0 to 1',
)

export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return value => (value === undefined ? undefined : schema(value))
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return value => (value === null ? null : schema(value))
}

export function list<T>(item: Schema<T>): Schema<readonly T[]> {
  const whole = fits<readonly unknown[]>(Array.isArray, 'list')
  return value => {
    let index = 0
    try {
      for (const element of whole(value)) {
        item(element)
        index++
      }
    } catch (error) {
      throw error instanceof Misfit && Array.isArray(value) ? error.within(`[${index}]`) : error
    }
    return value as readonly T[]
  }
}

/** An object with a value for each name; what else it holds is kept as it is. */
export function object<T extends object>(
  fields: {
    readonly [Name in keyof T]-?: Schema<T[Name] | undefined>
  },
): Schema<T> {
  const checks = Object.entries<Schema<unknown>>(fields)
  return value => {
    const found = dictionary(value)
    for (const [name, schema] of checks) {
      within(name, () => schema(Object.hasOwn(found, name) ? found[name] : undefined))
    }
    return value as T
  }
}

/** Any object that is no list. */
export const dictionary = fits<Readonly<Record<string, unknown>>>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
  'object',
)

/** The value that a text of JSON stands for, or undefined for no text. @throws Misfit where it is no JSON */
export function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json)
  } catch (error) {
    throw new Misfit(`is no JSON (${reason(error)})`)
  }
}

/** Runs a check of what stands under this name. @throws Misfit that says so */
export function within<T>(name: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    throw error instanceof Misfit ? error.within(name) : error
  }
}
