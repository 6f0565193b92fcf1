import { byName } from '../by-name.ts'
import { LstmError } from '../errors.ts'
import { refuseUnknown } from '../library/check-options.ts'
import { namesHint } from '../nearest-name.ts'
import { checkedSettings, defaults } from '../settings/table.ts'
import { newApp } from './app.ts'
import type { Parts } from './exchange.ts'
import { HostedModel, type Reloaded } from './hosted-model.ts'
import { limitTable } from './limits.ts'
import { newMetrics } from './service-metrics.ts'
import type { ServiceOptions } from './service-options.ts'

/** Models behind HTTP, wherever requests come from: Node, Bun, Deno, a worker, a lambda. */
export interface Service {
  /** Answers a request; never rejects. What the host gives with it is not needed. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * Loads models anew, all where none is named; where one cannot be loaded, the one before goes on.
   *
   * @returns what came of each
   * @throws LstmError 'usage' for a name that none has
   */
  reload(name?: string): Promise<readonly (Reloaded & { readonly name: string })[]>
  /** From here on nothing new is taken, and `/health/ready` says so; what was taken is answered. */
  stop(): void
  /** Gives back threads and memory, which it has when this resolves, and what was taken is answered. Nothing is answered any more. */
  close(): Promise<void>
}

/**
 * Loads the models, and answers requests with them: `POST /v1/predict` and what else `GET /openapi.json` describes.
 *
 * @throws LstmError 'model' where one cannot be loaded; 'usage' for options that do not fit together
 * @example
 * ```ts
 * import { createService } from 'lstm/server'
 *
 * const service = await createService({ models: { reviews: undefined } })
 * const response = await service.fetch(
 *   new Request('http://localhost/v1/predict', {
 *     method: 'POST',
 *     headers: { 'Content-Type': 'application/json' },
 *     body: JSON.stringify({ text: 'A wonderful film.' }),
 *   }),
 * )
 * console.log(await response.json())
 * await service.close()
 * ```
 */
export async function createService(options: ServiceOptions): Promise<Service> {
  refuseUnknown(options, optionNames)
  refuseUnknown(options.limits ?? {}, Object.keys(limitTable))
  const sources = byName(options.models)
  const names = [...sources.keys()]
  const { default: defaultModel = names[0], aliases = {}, token } = options
  if (defaultModel === undefined) throw new LstmError('usage', 'a service wants one model at least')
  for (const [alias, name] of [['default', defaultModel], ...Object.entries(aliases)] as const) {
    if (names.includes(name)) continue
    throw new LstmError('usage', `${alias} stands for a model '${name}', which there is not`, {
      hint: `the models are ${names.join(', ')}`,
    })
  }
  for (const alias of Object.keys(aliases)) {
    if (names.includes(alias)) throw new LstmError('usage', `'${alias}' is both a model and an alias`)
  }
  for (const origin of options.cors ?? []) {
    if (isOrigin(origin)) continue
    throw new LstmError('usage', `'${origin}' is no origin of pages`, {
      hint: 'an origin is as a browser sends it, such as https://example.org, without a path; * is any',
    })
  }
  if (token !== undefined && !/^[\x21-\x7e]{8,}$/.test(token)) {
    throw new LstmError('usage', 'a token has 8 characters of ASCII at least, and no blanks')
  }
  const limits = { ...defaults(limitTable), ...checkedSettings(limitTable, options.limits ?? {}) }
  const models = new Map<string, HostedModel>()
  const metrics = newMetrics(() =>
    [...models.values()].map(({ name, waiting, version, failure, drift }) => ({
      ...{ name, waiting, version },
      isStale: failure !== undefined,
      stability: drift.report().stability,
    })),
  )
  let stopping = false
  try {
    for (const [name, source] of sources) {
      const settings = options.settings ?? {}
      models.set(name, await HostedModel.open({ name, source, settings, limits, metrics }))
    }
  } catch (error) {
    for (const model of models.values()) await model.close()
    throw error
  }
  const parts: Parts = { options, limits, metrics, models, defaultModel, isStopping: () => stopping }
  const app = newApp(parts)
  return {
    fetch: async request => app.fetch(request),
    async reload(name) {
      const meant = [...models.values()].filter(model => name === undefined || model.name === name)
      if (meant.length === 0) {
        throw new LstmError('usage', `there is no model '${name}' to load anew`, {
          hint: namesHint(name!, names, 'the models are'),
        })
      }
      return Promise.all(meant.map(async model => ({ name: model.name, ...(await model.reload()) })))
    },
    stop() {
      stopping = true
    },
    async close() {
      stopping = true
      await Promise.all([...models.values()].map(model => model.close()))
    },
  }
}

/** A misspelt `token` would leave the service open. */
const optionNames = Object.keys({
  ...{ models: true, aliases: true, default: true, limits: true, settings: true, token: true, cors: true },
  ...{ keepFeedback: true, log: true, logTexts: true, page: true },
} satisfies Record<keyof ServiceOptions, true>)

/** Whether a browser would send it as `Origin`, or it is '*'. */
function isOrigin(text: string): boolean {
  return ['*', 'null'].includes(text) || (URL.canParse(text) && new URL(text).origin === text)
}
