import type { OpenAPIHono } from '@hono/zod-openapi'
import type { TextModel } from '../library/text-model.ts'
import { type Environment, modelNamed, type Parts } from './exchange.ts'

/** Nothing but what is here, run by nobody else's page; isolated from other origins, so that its threads may share memory. */
const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-cache',
}

/**
 * The files of the page, each under its own path: there is no path to any other file. Beside them lies the model that answers here,
 * with which the page computes by itself; who asks for a token does not give it away.
 */
export function addPage(app: OpenAPIHono<Environment>, parts: Parts): void {
  const { page, token } = parts.options
  if (!page) return
  if (token === undefined) {
    // All who ask share the bytes, however many there are and however slowly they take them.
    const files = new WeakMap<TextModel, Promise<Uint8Array>>()
    app.get('/model.safetensors', async exchange => {
      const { model } = modelNamed(parts, undefined)
      const file = files.get(model) ?? model.toBytes()
      files.set(model, file)
      const bytes = await file
      const type = { 'Content-Type': 'application/octet-stream' }
      return exchange.body(bytes as Uint8Array<ArrayBuffer>, 200, { ...headers, ...type })
    })
  }
  for (const [path, { type, bytes }] of page) {
    const paths = path === 'index.html' ? ['/', '/index.html'] : [`/${path}`]
    for (const each of paths)
      app.get(each, exchange => exchange.body(bytes, 200, { ...headers, 'Content-Type': type }))
  }
}
