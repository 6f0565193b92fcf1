import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Model } from '../model/model.ts'
import { checked } from './checked.ts'
import { described, json } from './described.ts'
import {
  type Environment,
  inTime,
  modelNamed,
  noteTexts,
  type Parts,
  queryOf,
  refuseQuery,
} from './exchange.ts'
import { Problem } from './problem.ts'
import { mediaTypeOf, parsedJson, readText } from './request-body.ts'
import { driftAnswer, feedbackAnswer, modelQuery, modelsAnswer, newSchemas, readiness } from './schemas.ts'

/** What there is, how it is, and what was wrong with it: models, health, metrics, drift, feedback. */
export function addInformation(app: OpenAPIHono<Environment>, parts: Parts): void {
  const { models, options, metrics, defaultModel } = parts
  const { aliases = {}, keepFeedback } = options

  described(app, 'get', '/v1/models', 'The models, by name', { 200: json(modelsAnswer) })
  app.get('/v1/models', exchange => {
    const list = [...models.values()].map(hosted => ({
      name: hosted.name,
      isDefault: hosted.name === defaultModel,
      aliases: Object.keys(aliases).filter(alias => aliases[alias] === hosted.name),
      labels: [...hosted.model.labels],
      version: hosted.version,
      since: hosted.since.toISOString(),
      ...(hosted.failure !== undefined && { failure: hosted.failure }),
      producer: hosted.model.provenance.producer,
      ...testErrorOf(hosted.model.provenance),
    }))
    return exchange.json({ models: list })
  })

  described(app, 'get', '/health/live', 'Whether the program runs', { 200: { description: 'It does.' } })
  app.get('/health/live', exchange => exchange.json({ status: 'live' }))

  described(app, 'get', '/health/ready', 'Whether requests are to be sent here', {
    200: json(readiness),
    503: json(readiness),
  })
  app.get('/health/ready', exchange => {
    const problems = [...models.values()].flatMap(({ name, failure }) =>
      failure === undefined ? [] : [`${name}: its newest file cannot be used, and the one before answers`],
    )
    const stopping = parts.isStopping()
    return exchange.json({ status: stopping ? 'stopping' : 'ready', problems }, stopping ? 503 : 200)
  })

  described(app, 'get', '/metrics', 'For Prometheus', { 200: { description: 'Metrics as text.' } })
  app.get('/metrics', async exchange => {
    exchange.header('Content-Type', metrics.registry.contentType)
    return exchange.body(await metrics.registry.metrics())
  })

  described(
    app,
    'get',
    '/v1/drift',
    'What is asked now, beside what the model was judged on',
    { 200: json(driftAnswer) },
    { query: modelQuery },
  )
  app.get('/v1/drift', exchange => {
    const { model } = checked(modelQuery, queryOf(exchange), 'query')
    const hosted = modelNamed(parts, model)
    return exchange.json({ model: hosted.name, ...hosted.drift.report() })
  })

  const { feedbackBody } = newSchemas(parts.limits)
  described(
    app,
    'post',
    '/v1/feedback',
    'A text, and what its answer should have been',
    { 200: json(feedbackAnswer) },
    { body: json(feedbackBody) },
  )
  app.post('/v1/feedback', exchange =>
    inTime(parts, exchange.req.raw, async signal => {
      if (mediaTypeOf(exchange.req.raw) !== 'application/json') {
        throw new Problem(415, 'type', 'feedback is JSON: Content-Type: application/json')
      }
      refuseQuery(exchange)
      const body = parsedJson(await readText(exchange.req.raw, parts.limits.maxBody, signal))
      const { text, label, answer, model } = checked(feedbackBody, body, 'body')
      const hosted = modelNamed(parts, model)
      if (!hosted.model.labels.includes(label)) {
        throw new Problem(400, 'label', 'the model has no such label', {
          hint: `its labels are ${hosted.model.labels.slice(0, 20).join(', ')}`,
        })
      }
      if (!keepFeedback) {
        throw new Problem(404, 'no-feedback', 'feedback is not kept here', {
          hint: 'lstm serve --feedback FILE keeps it',
        })
      }
      noteTexts(exchange, parts, hosted, [text])
      await keepFeedback({ text, label, answer, model: hosted.name, time: new Date().toISOString() })
      metrics.feedback.inc()
      return exchange.json({ taken: true as const })
    }),
  )
}

/** Nothing where there were no test texts: the error is 0 then, and says nothing. */
function testErrorOf({ results }: Model['provenance']): { testError?: number; testTexts?: number } {
  if (!results || results.test.examples === 0) return {}
  return { testError: results.test.error, testTexts: results.test.examples }
}
