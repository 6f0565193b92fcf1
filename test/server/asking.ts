/** A service to be asked, for the tests of a file. */
import { afterAll, beforeAll } from 'vitest'
import { createService, type LogEntry, type Service, type ServiceOptions } from '../../src/server/index.ts'
import { smallModel } from './models.ts'

export interface Asked {
  readonly body?: unknown
  readonly raw?: string | Uint8Array | ReadableStream
  readonly type?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly to?: Service
}

export const limits = { maxTexts: 5, maxText: 200, maxBody: 2000, maxExplained: 2 }
/** The model that it serves under several names. */
export const bytes = await smallModel()
export const log: LogEntry[] = []
export const feedback: object[] = []
export let service: Service

beforeAll(async () => {
  service = await open({
    models: { mine: bytes, other: bytes },
    aliases: { best: 'other' },
    limits,
    log: entry => log.push(entry),
    keepFeedback: async row => void feedback.push(row),
  })
})
afterAll(() => service.close())

/** Another service of the same model. */
export function open(options: Partial<ServiceOptions> = {}): Promise<Service> {
  return createService({ models: { mine: bytes }, settings: { threads: 1 }, ...options })
}

export async function ask(path: string, { body, raw, type, method, headers, to = service }: Asked = {}) {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await to.fetch(
    new Request(`http://localhost${path}`, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      ...(content !== undefined && { body: content, duplex: 'half' }),
      headers: { ...(content !== undefined && { 'content-type': type ?? 'application/json' }), ...headers },
    } as RequestInit),
  )
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  }
}

export const predict = (body: unknown, rest: Asked = {}) => ask('/v1/predict', { ...rest, body })
