/** What requests and answers look like: these check what comes in, and of these is the description at /openapi.json made. */
import { z } from '@hono/zod-openapi'
import { counted, verb } from '../wording.ts'
import type { ServiceLimits } from './limits.ts'

const probability = z.number().min(0).max(1)
const name = z.string().min(1).max(200)
/** Labels, and models, that can be asked for. */
const count = z.int().min(1).max(1_000_000)

const likelihood = z.object({ label: z.string(), probability })

/** How an answer is made, and what is told with it, as JSON says it. */
const rule = {
  explain: z.boolean().optional().describe('Tell what each word says: its share of the log-odds'),
  topK: count.optional().describe('The most probable labels, in the place of all probabilities'),
  threshold: z
    .strictObject({ label: name, probability })
    .optional()
    .describe('This label is the answer from this probability of it on'),
  decide: z
    .literal('kept')
    .optional()
    .describe('Answer by the decision that the model keeps (lstm eval --keep), where it keeps one'),
  abstain: probability.optional().describe("The answer is 'uncertain' where no label has this probability"),
}

const model = name
  .optional()
  .describe('The name of a model or an alias; the default one where it is left out')

/** The schemas of a service with these limits. */
export function newSchemas(limits: ServiceLimits) {
  const text = z.string().max(limits.maxText)
  const predictBody = z
    .strictObject({
      text: text.optional().describe('One text'),
      texts: z.array(text).min(1).max(limits.maxTexts).optional().describe('Many texts'),
      model,
      ...rule,
    })
    .refine(({ text, texts }) => (text === undefined) !== (texts === undefined), {
      message: 'give text or texts, one of them',
    })
    .refine(({ explain, texts }) => !explain || (texts?.length ?? 1) <= limits.maxExplained, {
      message: `at most ${counted(limits.maxExplained, 'text')} ${verb(limits.maxExplained, 'are')} explained at a time`,
    })
    .openapi('PredictRequest')

  /** One line of a stream: a text, or an object that holds it. */
  const line = z
    .union([text, z.object({ text })], {
      error: 'a text is wanted, or an object that holds one: {"text": "…"}',
    })
    .openapi('PredictLine')

  const feedbackBody = z
    .strictObject({
      text,
      label: name.describe('What the answer should have been'),
      answer: name.optional().describe('What it was'),
      model,
    })
    .openapi('Feedback')
  return { predictBody, line, feedbackBody }
}

/** A number, or true and false, as they stand in the query of a URL. */
const numberText = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a number is wanted, such as 2 or 0.9')
  .transform(Number)

/** How the answers to a stream or a table are made. */
export const predictQuery = z
  .strictObject({
    model,
    topK: numberText.pipe(count).optional(),
    abstain: numberText.pipe(probability).optional(),
    decide: z.literal('kept').optional(),
    explain: z
      .enum(['true', 'false'])
      .transform(value => value === 'true')
      .optional(),
    column: name
      .optional()
      .describe(
        'Of CSV: the column that holds the texts; where it is left out, the one that the model was trained on, or one of a usual name',
      ),
  })
  .openapi('PredictQuery')

export const modelQuery = z.strictObject({ model })

export const problem = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
    requestId: z.string(),
  })
  .openapi('Problem')

const answer = z
  .object({
    label: z.string(),
    probability,
    probabilities: z.array(likelihood).optional(),
    top: z.array(likelihood).optional(),
    explanation: z
      .object({
        label: z.string(),
        against: z.string(),
        bias: z.number(),
        logOdds: z.number(),
        tokens: z.array(z.object({ token: z.string(), contribution: z.number(), known: z.boolean() })),
        rest: z.object({ tokens: z.int(), contribution: z.number() }).optional(),
      })
      .optional(),
  })
  .openapi('Answer')

export const predictAnswer = z
  .union([
    z.object({ model: z.string(), version: z.int(), answer }),
    z.object({ model: z.string(), version: z.int(), answers: z.array(answer) }),
  ])
  .openapi('PredictAnswer')

export const modelsAnswer = z
  .object({
    models: z.array(
      z.object({
        name: z.string(),
        isDefault: z.boolean(),
        aliases: z.array(z.string()),
        labels: z.array(z.string()),
        version: z.int(),
        since: z.string(),
        failure: z.string().optional(),
        producer: z.string(),
        testError: z.number().optional(),
        testTexts: z.int().optional(),
      }),
    ),
  })
  .openapi('Models')

export const feedbackAnswer = z.object({ taken: z.literal(true) }).openapi('FeedbackTaken')

const counts = z.array(z.number())
const distributions = z.object({
  unknown: counts.optional(),
  length: counts,
  confidence: counts,
  answers: counts,
})

export const driftAnswer = z
  .object({
    model: z.string(),
    texts: z.int(),
    now: distributions.optional(),
    reference: distributions.optional(),
    stability: z.record(z.string(), z.number()),
  })
  .openapi('Drift')

export const readiness = z
  .object({
    status: z.enum(['ready', 'stopping']),
    problems: z.array(z.string()),
  })
  .openapi('Readiness')
