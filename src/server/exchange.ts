import type { Context } from 'hono'
import type { HostedModel } from './hosted-model.ts'
import type { ServiceLimits } from './limits.ts'
import { Problem, tooLate } from './problem.ts'
import type { Metrics } from './service-metrics.ts'
import type { ServiceOptions } from './service-options.ts'

/** What the routes of a service share. */
export interface Parts {
  readonly options: ServiceOptions
  readonly limits: ServiceLimits
  readonly metrics: Metrics
  readonly models: ReadonlyMap<string, HostedModel>
  readonly defaultModel: string
  /** Whether it answers what it has, and takes nothing new. */
  isStopping(): boolean
}

/** What is noted of a request while it is answered, for the log. */
export interface Noted {
  id: string
  texts?: number
  model?: string
  /** Of the model, by which they were answered; of a stream, those answered last. */
  version?: number
  requested?: readonly string[]
  /** Why it was refused, or why a stream ended early. */
  problem?: Problem
  /** Resolved when a stream has ended: there is more to be noted until then. */
  ended?: Promise<void>
}

export interface Environment {
  Variables: { noted: Noted }
}

export type Exchange = Context<Environment>

/** The model of this name or alias; the default one where none is named. @throws Problem 404 */
export function modelNamed({ models, options, defaultModel }: Parts, name: string | undefined): HostedModel {
  const { aliases = {} } = options
  const meant = name === undefined ? defaultModel : Object.hasOwn(aliases, name) ? aliases[name]! : name
  const model = models.get(meant)
  if (model) return model
  throw new Problem(404, 'no-model', 'there is no model of this name', {
    hint: `there are ${[...models.keys(), ...Object.keys(aliases)].slice(0, 20).join(', ')}`,
  })
}

/**
 * What the query says, each name once.
 *
 * @throws Problem 400 for a name that stands there twice: of its values only one would be heeded
 */
export function queryOf({ req }: Exchange): Record<string, string> {
  const twice = Object.entries(req.queries()).find(([, values]) => values.length > 1)
  if (twice) throw new Problem(400, 'invalid', `query: '${twice[0].slice(0, 100)}' stands there twice`)
  return req.query()
}

/** Beside JSON, whose body says all. @throws Problem 400 for what stands in the query, and would be passed over */
export function refuseQuery({ req }: Exchange): void {
  const [said] = Object.keys(req.query())
  if (said === undefined) return
  throw new Problem(400, 'invalid', `query: '${said.slice(0, 100)}' is not heeded beside JSON`, {
    hint: 'put what is wanted into the body',
  })
}

/** Notes which texts a model is asked: of a stream as many as one request that is read whole may have. */
export function noteTexts(
  exchange: Exchange,
  { options, limits }: Parts,
  model: HostedModel,
  texts: readonly string[],
): void {
  const noted = exchange.get('noted')
  noted.model = model.name
  noted.texts = (noted.texts ?? 0) + texts.length
  const { requested = [] } = noted
  if (options.logTexts && requested.length < limits.maxTexts)
    noted.requested = [...requested, ...texts].slice(0, limits.maxTexts)
}

/**
 * Does the work with a signal that is aborted when the time of the request is up, or nobody waits for its answer any more.
 *
 * @throws Problem 503 when the time is up
 */
export async function inTime<R>(
  { limits }: Parts,
  { signal: left }: Request,
  work: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const controller = new AbortController()
  const leave = () => controller.abort(new Problem(400, 'gone', 'the one who asked has left'))
  if (left.aborted) leave()
  left.addEventListener('abort', leave, { once: true })
  const timer = setTimeout(() => controller.abort(tooLate(limits.timeout)), limits.timeout * 1000)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    left.removeEventListener('abort', leave)
  }
}
