import type { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Environment } from './exchange.ts'
import { problem } from './schemas.ts'

/** A body of a request or an answer, as OpenAPI describes it. */
interface Described {
  readonly description: string
  readonly content: Record<string, { readonly schema: z.ZodType }>
}

export function json(schema: z.ZodType, description = ''): Described {
  return { description, content: { 'application/json': { schema } } }
}

/** Puts a route into the description of the service; the schemas are those that its requests are checked with. */
export function described(
  app: OpenAPIHono<Environment>,
  method: 'get' | 'post',
  path: string,
  summary: string,
  responses: Readonly<Record<number, Described | Pick<Described, 'description'>>>,
  { query, body }: { readonly query?: z.ZodObject; readonly body?: Described } = {},
): void {
  app.openAPIRegistry.registerPath({
    method,
    path,
    summary,
    request: { ...(query && { query }), ...(body && { body: { ...body, required: true } }) },
    responses: {
      ...responses,
      default: json(problem, 'Why there is no answer; 503 with Retry-After where it will pass'),
    },
  })
}
