import type { z } from '@hono/zod-openapi'
import { Problem } from './problem.ts'

/** The value as its schema has it. @throws Problem 400 or 413 that names the place of the first thing that is wrong */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = [what, ...(issue?.path ?? [])].join('.')
  const status = issue?.code === 'too_big' && issue.origin !== 'number' && issue.origin !== 'int' ? 413 : 400
  const code = status === 413 ? 'too-large' : 'invalid'
  throw new Problem(status, code, `${place}: ${(issue?.message ?? 'is wrong').slice(0, 300)}`)
}
