/** What the official script has saved, as a model of ours. */
import { basename } from 'node:path'
import { readDictionary } from '../data/dictionary.ts'
import { LstmError } from '../errors.ts'
import type { Model } from '../model/model.ts'
import { hyperparameterTable } from '../settings/hyperparameters.ts'
import { defaults } from '../settings/table.ts'
import type { TokenizerName } from '../text/tokenizers/tokenizer.ts'
import { firstWords } from '../text/word-ids.ts'
import { version } from '../version.ts'
import { counted } from '../wording.ts'
import { type OfficialModel, readOfficialModel, readOfficialOptions } from './official.ts'

/** What the model itself does not tell. */
interface Told {
  /** imdb.dict.pkl, which gives the ids their words. */
  readonly dictionary?: string
  /** Names of the classes, separated by commas. */
  readonly labels?: string
  readonly tokenizer: TokenizerName
  /** Undefined: as the options beside the model say. */
  readonly dropout?: boolean
}

interface Imported {
  readonly model: Model
  /** What it was made of, as lines for people. */
  readonly lines: readonly string[]
}

/**
 * The model, with the settings of the options beside it where they are there, and the official ones for all else.
 *
 * @throws LstmError 'model', 'data' for files that are not the script's; 'usage' for names that are not as many as the classes
 */
export async function importedModel(
  path: string,
  { dictionary, labels: given, tokenizer, dropout }: Told,
): Promise<Imported> {
  const official = await readOfficialModel(path)
  const settings = await readOfficialOptions(`${path}.pkl`)
  const words = dictionary === undefined ? undefined : await readDictionary(dictionary)
  const labels = classNames(given, official)
  const { sizes, parameters, record, rounded } = official
  const hyperparameters = {
    ...defaults(hyperparameterTable),
    ...settings,
    ...{ tokenizer, dimension: sizes.hidden, vocabularySize: sizes.vocabulary },
    ...(dropout !== undefined && { dropout }),
  }
  const vocabulary = words && firstWords(words, sizes.vocabulary)
  const provenance = { producer: `lstm ${version}, import of the official script's ${basename(path)}` }
  return {
    model: { network: { sizes, parameters }, record, vocabulary, labels, hyperparameters, provenance },
    lines: [
      ...(rounded ? ['the parameters are float64 and were rounded to float32'] : []),
      `options     ${settings ? `${path}.pkl` : 'none beside the model: the official ones are taken'}`,
      `dropout     ${hyperparameters.dropout ? 'on: the pooled vector is halved' : 'off'}`,
      `labels      ${labels.join(', ')}`,
      `vocabulary  ${vocabulary ? counted(vocabulary.words.length, 'word') : 'none: the model can read word ids only'}`,
    ],
  }
}

/** What the classes 0, 1, ... are called. @param given names, separated by commas @throws LstmError 'usage' where they are not as many */
function classNames(given: string | undefined, { sizes }: OfficialModel): readonly string[] {
  const names = given?.split(',').map(name => name.trim()) ?? ['negative', 'positive']
  const fits = names.length === sizes.classes && new Set(names).size === names.length && !names.includes('')
  if (fits) return names
  throw new LstmError(
    'usage',
    given === undefined
      ? `the model has ${counted(sizes.classes, 'class', 'classes')}, whose names only you know`
      : `--labels wants ${sizes.classes} different names, not '${given}'`,
    { hint: 'give the names of classes 0, 1, ... with --labels, separated by commas' },
  )
}
