/**
 * Serves models over HTTP. `createService` gives a function from requests to answers, which runs wherever there are `Request` and
 * `Response`; `listen` has Node call it.
 *
 * @packageDocumentation
 */

export type { HostedSource, Reloaded } from './hosted-model.ts'
export type { ServiceLimits } from './limits.ts'
export { type Listening, type ListenOptions, listen } from './listen.ts'
export { createService, type Service } from './service.ts'
export type { FeedbackRow, LogEntry, PageFile, ServiceOptions } from './service-options.ts'
