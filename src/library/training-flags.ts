import type { DataRequest } from '../data/load-corpus.ts'
import type { ModelDescription } from '../model/model.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { defaults, flag, withoutIdle } from '../settings/table.ts'

/** Flags of `lstm train` without their dashes, and their values. */
export type TrainingFlags = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What tells how a model was trained. */
type Trained = Pick<ModelDescription, 'hyperparameters' | 'provenance'>

/** The flags with which `lstm train` makes such a model: its data, as it was read, and `settingsAgain`. */
export function trainingFlags(model: Trained): TrainingFlags {
  const settings = Object.entries(settingsAgain(model)) as [string, TrainingFlags[string]][]
  return { ...dataFlags(model.provenance.source ?? { data: 'imdb' }), ...named(settings) }
}

/**
 * What a training is asked for that makes such a model of its texts: what it began with, and each setting that is not the official one.
 * Settings that did nothing beside the others are left out, as the command refuses them.
 */
export function settingsAgain({ hyperparameters, provenance }: Trained): object {
  const official: Readonly<Record<string, unknown>> = defaults(hyperparameterTable)
  const settings = Object.entries(withoutIdle(hyperparameterTable, hyperparameters)).filter(
    ([name, value]) => value !== official[name],
  )
  const { wordVectors, unlabelled, from } = provenance
  return {
    preset: 'official',
    ...(from && { from: from.model }),
    ...(wordVectors && { wordVectors: wordVectors.source }),
    ...(unlabelled && { unlabelled: unlabelled.files }),
    ...Object.fromEntries(settings),
  }
}

/** The flags by which commands read this data, as it was read. */
export function dataFlags({ format, known: _, ...request }: DataRequest): TrainingFlags {
  return named(
    Object.entries({ ...request, ...(format && { dataFormat: format }) }) as [
      string,
      TrainingFlags[string],
    ][],
  )
}

function named(flags: readonly (readonly [string, TrainingFlags[string]])[]): TrainingFlags {
  return Object.fromEntries(flags.map(([name, value]) => [flag(name).slice(2), value]))
}
