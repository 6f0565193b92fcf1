import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus asks for; of one service, in a registry of its own. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<'route' | 'status'>
  readonly seconds: Histogram<'route'>
  readonly refused: Counter<'reason'>
  readonly texts: Counter<'model'>
  readonly batches: Histogram<'model'>
  readonly loads: Counter<'model' | 'outcome'>
  readonly feedback: Counter
}

/** What is told of each model when somebody asks. */
interface ModelReading {
  readonly name: string
  readonly waiting: number
  readonly version: number
  readonly isStale: boolean
  /** By what is watched. */
  readonly stability: Readonly<Record<string, number>>
}

/** @param readings of all models, asked for with each scrape */
export function newMetrics(readings: () => readonly ModelReading[]): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const perModel = (name: string, help: string, value: (reading: ModelReading) => number) =>
    new Gauge({
      ...{ name, help, registers, labelNames: ['model'] },
      collect() {
        for (const reading of readings()) this.set({ model: reading.name }, value(reading))
      },
    })
  perModel('lstm_queue_texts', 'Texts that wait to be computed', ({ waiting }) => waiting)
  perModel('lstm_model_version', 'How often the model was loaded', ({ version }) => version)
  perModel('lstm_model_stale', '1 where the newest file of the model cannot be used', ({ isStale }) =>
    Number(isStale),
  )
  new Gauge({
    name: 'lstm_drift_psi',
    help: 'Population stability index of what is asked now against the texts held out in training; above 0.25 they differ much',
    registers,
    labelNames: ['model', 'of'],
    collect() {
      for (const { name, stability } of readings()) {
        for (const [of, index] of Object.entries(stability)) this.set({ model: name, of }, index)
      }
    },
  })
  return {
    registry,
    requests: new Counter({
      name: 'lstm_http_requests_total',
      help: 'Requests by route and status',
      registers,
      labelNames: ['route', 'status'],
    }),
    seconds: new Histogram({
      name: 'lstm_http_request_seconds',
      help: 'From the head of a request to the head of its answer, or to the end of a stream',
      registers,
      labelNames: ['route'],
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    }),
    refused: new Counter({
      name: 'lstm_refused_total',
      help: 'Requests that were not answered, by the code of the error',
      registers,
      labelNames: ['reason'],
    }),
    texts: new Counter({
      name: 'lstm_texts_total',
      help: 'Texts answered',
      registers,
      labelNames: ['model'],
    }),
    batches: new Histogram({
      name: 'lstm_batch_texts',
      help: 'Texts that were computed together',
      registers,
      labelNames: ['model'],
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    }),
    loads: new Counter({
      name: 'lstm_model_loads_total',
      help: 'Models loaded anew while serving, by outcome',
      registers,
      labelNames: ['model', 'outcome'],
    }),
    feedback: new Counter({ name: 'lstm_feedback_total', help: 'Corrections taken', registers }),
  }
}
