import type { OpenAPIHono } from '@hono/zod-openapi'
import type { PredictOptions } from '../library/answer.ts'
import { checked } from './checked.ts'
import { csvAnswers, csvTexts } from './csv.ts'
import { described, json } from './described.ts'
import {
  type Environment,
  type Exchange,
  inTime,
  modelNamed,
  noteTexts,
  type Parts,
  queryOf,
  refuseQuery,
} from './exchange.ts'
import { answerLines } from './line-stream.ts'
import { Problem } from './problem.ts'
import { mediaTypeOf, parsedJson, readText } from './request-body.ts'
import { newSchemas, predictAnswer, predictQuery } from './schemas.ts'

type Schemas = ReturnType<typeof newSchemas>

/** POST /v1/predict: JSON, JSON Lines or CSV in, the same out. */
export function addPredict(app: OpenAPIHono<Environment>, parts: Parts): void {
  const schemas = newSchemas(parts.limits)
  const { predictBody, line } = schemas
  const text = {
    description: 'One line for each text, in order',
    content: { 'application/x-ndjson': { schema: line } },
  }
  described(
    app,
    'post',
    '/v1/predict',
    'The answers to texts',
    { 200: json(predictAnswer, 'JSON for JSON, JSON Lines for JSON Lines, CSV for CSV') },
    {
      query: predictQuery,
      body: { description: '', content: { ...json(predictBody).content, ...text.content } },
    },
  )
  app.post('/v1/predict', async exchange => {
    const type = mediaTypeOf(exchange.req.raw)
    if (parts.isStopping())
      throw new Problem(503, 'stopping', 'this server is about to end', { retryAfter: 1 })
    switch (type) {
      case 'application/json':
        return answerJson(exchange, parts, schemas)
      case 'application/x-ndjson':
      case 'application/jsonl':
        return answerLines(exchange, parts, schemas.line, asked(exchange, parts))
      case 'text/csv':
        return answerCsv(exchange, parts)
      default:
        throw new Problem(415, 'type', 'the body is to be JSON, JSON Lines or CSV', {
          hint: 'Content-Type: application/json, application/x-ndjson or text/csv',
        })
    }
  })
}

async function answerJson(exchange: Exchange, parts: Parts, { predictBody }: Schemas): Promise<Response> {
  return inTime(parts, exchange.req.raw, async signal => {
    refuseQuery(exchange)
    const body = parsedJson(await readText(exchange.req.raw, parts.limits.maxBody, signal))
    const { text, texts = [text!], model: name, ...wanted } = checked(predictBody, body, 'body')
    const model = modelNamed(parts, name)
    noteTexts(exchange, parts, model, texts)
    const served = await model.answers(
      texts.map(each => ({ text: each, wanted: wanted as PredictOptions })),
      signal,
    )
    const { version } = served[0]!
    exchange.get('noted').version = version
    const answers = served.map(({ answer }) => answer)
    return exchange.json({
      model: model.name,
      version,
      ...(text === undefined ? { answers } : { answer: answers[0] }),
    })
  })
}

async function answerCsv(exchange: Exchange, parts: Parts): Promise<Response> {
  return inTime(parts, exchange.req.raw, async signal => {
    const { model, wanted, column } = asked(exchange, parts)
    if (wanted.explain) throw new Problem(400, 'invalid', 'query.explain: a table holds no explanations')
    const body = await readText(exchange.req.raw, parts.limits.maxBody, signal)
    const texts = csvTexts(body, { column, trainedOn: model.textColumn }, parts.limits)
    noteTexts(exchange, parts, model, texts)
    const served = await model.answers(
      texts.map(text => ({ text, wanted })),
      signal,
    )
    exchange.get('noted').version = served[0]!.version
    exchange.header('Content-Type', 'text/csv; charset=utf-8')
    return exchange.body(
      csvAnswers(
        texts,
        served.map(({ answer }) => answer),
      ),
    )
  })
}

/** What the query says of all texts of a body. */
function asked(exchange: Exchange, parts: Parts) {
  const { model, column, ...wanted } = checked(predictQuery, queryOf(exchange), 'query')
  return { model: modelNamed(parts, model), column, wanted: wanted as PredictOptions }
}
