import { OpenAPIHono } from '@hono/zod-openapi'
import { cors } from 'hono/cors'
import { version } from '../version.ts'
import type { Environment, Exchange, Noted, Parts } from './exchange.ts'
import { addInformation } from './information.ts'
import { addPage } from './page-route.ts'
import { addPredict } from './predict-route.ts'
import { Problem, problemBody, problemOf } from './problem.ts'
import { tokenCheck } from './token.ts'

/** The application: what all requests go through, and the routes. */
export function newApp(parts: Parts): OpenAPIHono<Environment> {
  const { options, metrics } = parts
  const app = new OpenAPIHono<Environment>()

  app.use(async (exchange, next) => {
    const begin = performance.now()
    const noted: Noted = { id: requestId(exchange.req.header('x-request-id')) }
    exchange.set('noted', noted)
    await next()
    const { status, headers } = exchange.res
    headers.set('X-Request-Id', noted.id)
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!headers.has(name)) headers.set(name, value)
    }
    const route = routeOf(exchange)
    const method = exchange.req.method.slice(0, 10)
    const tell = () => {
      const milliseconds = performance.now() - begin
      metrics.requests.inc({ route, status })
      metrics.seconds.observe({ route }, milliseconds / 1000)
      const { texts, model, version, requested, id, problem } = noted
      if (problem) metrics.refused.inc({ reason: problem.code })
      // Of a stream the status was sent before its problem.
      const worst = Math.max(status, problem?.status ?? 0)
      options.log?.({
        time: new Date().toISOString(),
        level: worst >= 500 && worst !== 503 ? 'error' : 'info',
        ...{ id, method, route, status },
        milliseconds: Math.round(milliseconds * 1000) / 1000,
        ...{ texts, model, version, code: problem?.code },
        ...(problem?.status === 500 && { stack: stackOf(problem.cause) }),
        ...(requested && { requested }),
      })
    }
    if (noted.ended) void noted.ended.then(tell)
    else tell()
  })

  if (options.cors?.length) {
    const origin = options.cors.includes('*') ? '*' : [...options.cors]
    const allowHeaders = ['Authorization', 'Content-Type', 'X-Request-Id']
    const exposeHeaders = ['X-Request-Id', 'Retry-After']
    app.use('/v1/*', cors({ origin, allowMethods: ['GET', 'POST'], allowHeaders, exposeHeaders }))
  }
  if (options.token !== undefined) {
    const check = tokenCheck(options.token)
    for (const path of ['/v1/*', '/metrics']) app.use(path, check)
  }

  addPredict(app, parts)
  addInformation(app, parts)
  addPage(app, parts)

  const document = {
    openapi: '3.1.0',
    info: { title: 'lstm', version, description: 'Classifies texts with a trained model.' },
  }
  let description: object | undefined
  app.get('/openapi.json', exchange => {
    description ??= app.getOpenAPI31Document(document)
    return exchange.json(description)
  })

  refuseOtherMethods(app)
  const nothing = new Problem(404, nothingHere, 'there is nothing here', {
    hint: 'GET /openapi.json says what there is',
  })
  app.notFound(exchange => refusal(exchange as Exchange, nothing))
  app.onError((error, exchange) => refusal(exchange as Exchange, problemOf(error)))
  return app
}

/** The code of a path that there is not. */
const nothingHere = 'not-found'

/** Of answers that are data; the page has its own. */
const securityHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const

function refusal(exchange: Exchange, problem: Problem): Response {
  const { status, retryAfter } = problem
  const noted = exchange.get('noted')
  noted.problem = problem
  if (retryAfter !== undefined) exchange.header('Retry-After', String(retryAfter))
  if (status === 401) exchange.header('WWW-Authenticate', 'Bearer')
  return exchange.json(problemBody(problem, noted.id), status)
}

/** The one that was given, where it is fit for a log. */
function requestId(given: string | undefined): string {
  return given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}

/** The pattern that answered; of paths that there are not one name. */
function routeOf(exchange: Exchange): string {
  const { routePath } = exchange.req
  // A model or feedback that there is not is a route's own 404.
  const isNothing = exchange.get('noted').problem?.code === nothingHere
  return isNothing || routePath.includes('*') ? 'other' : routePath
}

/** A path that there is, with a method that it has not, says which ones it has. */
function refuseOtherMethods(app: OpenAPIHono<Environment>): void {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue
    const known = methods.get(path) ?? new Set()
    methods.set(path, known.add(method))
    // Answered as GET is, without the body.
    if (method === 'GET') known.add('HEAD')
  }
  for (const [path, allowed] of methods) {
    app.all(path, exchange => {
      const names = [...allowed].join(', ')
      exchange.header('Allow', names)
      throw new Problem(405, 'method', `this takes ${names}`)
    })
  }
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
