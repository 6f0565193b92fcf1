import type { z } from '@hono/zod-openapi'
import { linesOf } from '../formats/lines.ts'
import type { PredictOptions } from '../library/answer.ts'
import { batches } from '../model/inbox.ts'
import { counted } from '../wording.ts'
import { checked } from './checked.ts'
import { type Exchange, noteTexts, type Parts } from './exchange.ts'
import type { HostedModel } from './hosted-model.ts'
import { Problem, problemOf, tooLate } from './problem.ts'
import { parsedJson, textPieces, timeLimit } from './request-body.ts'

interface Asked {
  readonly model: HostedModel
  readonly wanted: PredictOptions
}

/** Lines answered together, at most. */
const together = { items: 64, characters: 1 << 16 }

/**
 * JSON Lines in and out, as they come: one line for each line, in order. A line that cannot be answered has an error in its place.
 * Lines wait where their answers are not taken, and for room where there is none; what they wait too long for ends the stream.
 */
export function answerLines(exchange: Exchange, parts: Parts, line: z.ZodType, asked: Asked): Response {
  const answers = answeredLines(exchange, parts, line, asked)
  const encoder = new TextEncoder()
  let end = () => {}
  exchange.get('noted').ended = new Promise(resolve => {
    end = resolve
  })
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await answers.next()
      if (!done) return controller.enqueue(encoder.encode(value))
      controller.close()
      end()
    },
    async cancel() {
      await answers.return(undefined)
      end()
    },
  })
  return exchange.body(body, 200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' })
}

async function* answeredLines(
  exchange: Exchange,
  parts: Parts,
  schema: z.ZodType,
  { model, wanted }: Asked,
): AsyncGenerator<string> {
  const { limits } = parts
  try {
    const pieces = boundedLines(textPieces(exchange.req.raw, limits.timeout), 2 * limits.maxText + 1000)
    for await (const lines of batches(linesOf(pieces, 'the body'), together, ({ text }) => text)) {
      const read = lines.map(({ text, number }) => textOf(text, number, schema))
      const texts = read.filter(each => typeof each === 'string')
      noteTexts(exchange, parts, model, texts)
      const signal = timeLimit(limits.timeout)
      const served = [
        ...(await model.answers(
          texts.map(text => ({ text, wanted })),
          signal,
          true,
        )),
      ]
      if (served[0]) exchange.get('noted').version = served[0].version
      yield read.map(each => jsonLine(typeof each === 'string' ? served.shift()!.answer : each)).join('')
    }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    const problem = late ? tooLate(limits.timeout) : problemOf(error)
    exchange.get('noted').problem = problem
    yield jsonLine(errorOf(problem))
  }
}

function textOf(line: string, number: number, schema: z.ZodType): string | object {
  try {
    const value = checked(schema, parsedJson(line, `line ${number}`), `line ${number}`)
    return typeof value === 'string' ? value : (value as { text: string }).text
  } catch (error) {
    return errorOf(problemOf(error))
  }
}

function errorOf({ code, message, hint }: Problem): object {
  return { error: { code, message, ...(hint !== undefined && { hint }) } }
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** @throws Problem 413 where more characters come without a line break than a line may have */
async function* boundedLines(pieces: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  let open = 0
  for await (const piece of pieces) {
    const end = piece.lastIndexOf('\n')
    open = end < 0 ? open + piece.length : piece.length - end - 1
    if (open > limit) {
      // The lines before it are answered.
      yield piece.slice(0, end + 1)
      throw new Problem(413, 'too-large', `a line may have ${counted(limit, 'character')} at most`)
    }
    yield piece
  }
}
