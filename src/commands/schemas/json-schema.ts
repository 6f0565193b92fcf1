/** JSON Schema (2020-12), as far as what the commands print needs it. */
export interface JsonSchema {
  readonly type?: TypeName | readonly TypeName[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly const?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
}

type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

export const string: JsonSchema = { type: 'string' }
export const strings: JsonSchema = { type: 'array', items: string }
export const number: JsonSchema = { type: 'number' }
export const boolean: JsonSchema = { type: 'boolean' }
export const wholeNumber: JsonSchema = { type: 'integer', minimum: 0 }
export const fraction: JsonSchema = { type: 'number', minimum: 0, maximum: 1 }
/** The two ends of a 95 % interval. */
export const interval: JsonSchema = {
  type: 'array',
  prefixItems: [number, number],
  minItems: 2,
  maxItems: 2,
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] }
}

/** An object with these keys and no others. @param optional keys that may be missing */
export function objectOf(
  required: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  }
}

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T]

/** The object that a type of ours is as JSON. A key that is missing here, or is not the type's, is refused by the compiler. */
export function schemaFor<T>(
  required: Readonly<Record<Exclude<keyof T, OptionalKeys<T>>, JsonSchema>>,
  optional: Readonly<Record<OptionalKeys<T>, JsonSchema>>,
): JsonSchema {
  return objectOf(required, optional)
}

export function oneOf(names: readonly string[]): JsonSchema {
  return { enum: names }
}

/** An object whose keys are another document's matter. */
export function anyObject(description: string): JsonSchema {
  return { type: 'object', description }
}
