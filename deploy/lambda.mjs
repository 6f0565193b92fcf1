/**
 * AWS Lambda behind a function URL or an API Gateway. The model is loaded once, when the function starts; MODEL names its file, and
 * without it the shipped one answers.
 */
import { handle } from 'hono/aws-lambda'
import { createService } from 'lstm/server'

const service = await createService({ models: { default: process.env.MODEL } })

export const handler = handle({ fetch: service.fetch })
