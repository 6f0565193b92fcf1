import { z } from '@hono/zod-openapi'
import { namesHint } from '../nearest-name.ts'
import { Problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/**
 * The value as its schema has it.
 *
 * @throws Problem 400 or 413 that names the place of what is wrong first; of an unknown key before all else, since what seems to be missing
 * is likely meant by it
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map(innermost)
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  const place = [what, ...(issue?.path ?? [])].join('.')
  if (issue?.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path)
    throw new Problem(400, 'invalid', `${place}: there is no ${issue.keys.map(shown).join(', ')}`, {
      ...(known.length > 0 && { hint: namesHint(issue.keys[0]!, known, 'there are') }),
    })
  }
  const status = issue?.code === 'too_big' && issue.origin !== 'number' && issue.origin !== 'int' ? 413 : 400
  const code = status === 413 ? 'too-large' : 'invalid'
  throw new Problem(status, code, `${place}: ${(issue?.message ?? 'is wrong').slice(0, 300)}`)
}

/** Where one of several forms is wanted: what is wrong with the one that is meant, which is all there is but for that. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const meant = issue.errors.map(([inner]) => inner).find(inner => inner && !isOtherForm(inner))
  return meant ? { ...meant, path: [...issue.path, ...meant.path] } : issue
}

function isOtherForm({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0
}

function shown(key: string): string {
  return `'${key.slice(0, 100)}'`
}

/** The keys that an object at this place of a value may have. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: z.core.$ZodType | undefined = schema
  for (const key of path) at = at && objectIn(at)?.shape[String(key)]
  return Object.keys((at && objectIn(at)?.shape) ?? {})
}

function objectIn(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodOptional) return objectIn(schema.unwrap())
  return schema instanceof z.ZodObject ? schema : undefined
}
