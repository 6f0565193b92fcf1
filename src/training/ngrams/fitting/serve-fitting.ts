import { type ParentLine, serveCalls } from '../../../host/remote-thread.ts'
import { type FitData, type FitJob, type FittedModel, fitModels } from './fit-models.ts'

/** What the thread can be asked. */
export type FittingCalls = {
  fit(job: FitJob): Promise<FittedModel[]>
}

/** What it asks between two steps of a fit; that it throws ends the fit. */
export type FittingBreaths = {
  breathe(): Promise<void>
}

/** Fits models to the data of the other thread. */
export function serveFitting(data: FitData, parent: ParentLine): void {
  const ours: FittingCalls = { fit: job => fitModels(data, job, () => other.call('breathe')) }
  const other = serveCalls<FittingBreaths>(ours, parent, { keepsBuffers: true })
}
