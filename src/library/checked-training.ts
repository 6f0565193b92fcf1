/** What a new training is asked for, and whether it can be had. */
import type { LabelledRows } from '../data/labelled-rows.ts'
import { requireRows } from '../data/require-rows.ts'
import { LstmError } from '../errors.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import {
  isOfficialData,
  networkSettingOf,
  type PresetName,
  presets,
  usualPreset,
} from '../settings/presets.ts'
import { checkedSettings, defaults, type Naming, refuseIdle } from '../settings/table.ts'
import type { Store } from '../training/store.ts'
import { kindOf } from '../wording.ts'
import { refuseUnknown, requireSignal } from './check-options.ts'
import { disk } from './disk-node.ts'
import { placeOfModel } from './model-place.ts'
import { CorpusFiles } from './read-corpus.ts'
import { checkedRunSettings, type RunOptions, runOptionNames } from './run-options.ts'
import { requireStore } from './store-of.ts'

/** Every setting by its name; what is left out has the value of the preset. */
export interface TrainOptions<Label extends string = string> extends RunOptions, Partial<Hyperparameters> {
  /** Where the training keeps itself: a folder, or a store; in memory where it is left out. */
  readonly out?: string | URL | Store | undefined
  /**
   * Values for all settings. Where it is left out `auto`, which chooses by the texts; `official` for the official reviews, and where
   * a setting of the network is given.
   */
  readonly preset?: PresetName | undefined
  /** Word vectors to start from: a file of GloVe, word2vec or fastText (.vec), or an installed npm package of them. */
  readonly wordVectors?: string | URL | undefined
  /**
   * Files of texts without labels, that word vectors are made of: tables of CSV, TSV, JSON Lines or Parquet, or else a text a line.
   */
  readonly unlabelled?: readonly (string | URL)[] | undefined
  /**
   * The model to go on from: a path, a URL or 'pretrained'. Its network is the start, its n-grams stand beside the new ones. Left out,
   * the preset `auto` tries 'pretrained' where texts are few, and takes it where folds of them say so; 'none': it does not.
   */
  readonly from?: string | URL | undefined
  /** Texts to measure on, beside rows; without them a share of the rows is held out. */
  readonly test?: LabelledRows<Label> | undefined
}

export type CheckedTraining = ReturnType<typeof checkedTraining>

/** What a new training is asked for, checked. @throws LstmError 'usage' for a wrong setting */
export function checkedTraining(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions,
  nameOf: Naming = name => name,
) {
  requireKinds(data, options)
  const { test, out, signal } = options
  const wordVectors = options.wordVectors === undefined ? undefined : disk.pathOf(options.wordVectors)
  const unlabelled = pathsOf(options.unlabelled)
  const from = options.from === undefined || options.from === 'none' ? undefined : placeOfModel(options.from)
  const given = checkedSettings(hyperparameterTable, options)
  const source = data instanceof CorpusFiles ? data.request : undefined
  const { preset = from === undefined ? usualPreset(source?.data, given) : 'auto' } = options
  if (!Object.hasOwn(presets, preset)) {
    throw new LstmError('usage', `preset wants one of ${Object.keys(presets).join(', ')}, not '${preset}'`)
  }
  const hyperparameters: Hyperparameters = { ...defaults(hyperparameterTable), ...presets[preset], ...given }
  refuseIdle(hyperparameterTable, given, hyperparameters, nameOf)
  const vectorsFrom = sourceOfVectors(wordVectors, unlabelled, given, nameOf)
  const settings = checkedRunSettings(options, nameOf)
  return {
    ...{ data, test, source, out, signal },
    ...{ preset, given, hyperparameters, settings, nameOf },
    ...{ from, wordVectors, unlabelled, vectorsFrom },
    /** The setting that says, by itself, that nothing is chosen for these texts. */
    byHand:
      options.preset === undefined && preset === 'official' && !isOfficialData(source?.data)
        ? networkSettingOf(given)
        : undefined,
    /**
     * Whether it may go on from the model that comes with the package though nobody says so. Beside texts without labels it does not:
     * vectors would be made of them twice.
     */
    triesStart:
      preset === 'auto' && options.from === undefined && unlabelled.length === 0 && hyperparameters.network,
  }
}

/** @throws LstmError 'usage' for an option that there is not, or that is of another kind than it ought to be */
function requireKinds(data: LabelledRows | CorpusFiles, options: TrainOptions): void {
  refuseUnknown(options, [
    ...['preset', 'wordVectors', 'unlabelled', 'from', 'test', 'out'],
    ...runOptionNames,
    ...Object.keys(hyperparameterTable),
  ])
  if (!(data instanceof CorpusFiles)) requireRows(data)
  const { out, test, signal } = options
  if (test !== undefined) requireRows(test)
  requireSignal(signal)
  if (typeof out !== 'string' && !(out instanceof URL)) requireStore(out)
}

/** What gives the words their vectors before the training, if anything does. @throws LstmError 'usage' where that does not go together */
function sourceOfVectors(
  wordVectors: string | undefined,
  unlabelled: readonly string[],
  { extraWords }: Partial<Hyperparameters>,
  nameOf: Naming,
): 'wordVectors' | 'unlabelled' | undefined {
  if (wordVectors !== undefined && unlabelled.length > 0) {
    throw new LstmError('usage', `${nameOf('unlabelled')} does not go with ${nameOf('wordVectors')}`, {
      hint: 'both give the words their vectors: take one of them',
    })
  }
  if (wordVectors !== undefined) return 'wordVectors'
  if (unlabelled.length > 0) return 'unlabelled'
  if (extraWords === undefined) return undefined
  throw new LstmError(
    'usage',
    `${nameOf('extraWords')} are words of ${nameOf('wordVectors')} or of ${nameOf('unlabelled')}, and none are named`,
  )
}

/** @throws LstmError 'usage' for what is no list of files */
export function pathsOf(places: readonly (string | URL)[] = []): readonly string[] {
  if (Array.isArray(places)) return places.map(place => disk.pathOf(place))
  throw new LstmError('usage', `unlabelled wants a list of files, not ${kindOf(places)}`, {
    hint: 'put one into an array: [path]',
  })
}
