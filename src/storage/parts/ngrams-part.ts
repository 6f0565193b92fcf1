/**
 * The n-grams of a model in its file: keys [F, 2] (low, high), weights [F, columns] as float16, biases [columns]; ten bytes an
 * n-gram with two classes. What they mean is in the metadata.
 */
import { Float16Bits, fromFloat16, toFloat16 } from '../../formats/float16.ts'
import type { TensorFile } from '../../formats/safetensors.ts'
import { type NgramPart, scoreColumns } from '../../model/ngram-part.ts'
import type { Keys, NgramKinds } from '../../text/ngrams.ts'
import { allFinite } from '../parameter-tensors.ts'
import { count, list, Misfit, object, optional, parsed, text, within } from '../schema.ts'
import type { Part } from './part.ts'

const name = 'ngrams'
const longestCharacters = 64

interface Meaning {
  readonly classes: number
  readonly words: number
  readonly characters?: readonly number[] | undefined
  readonly strongest?: readonly (readonly string[])[] | undefined
}
const meaningSchema = object<Meaning>({
  classes: count,
  words: count,
  characters: optional(list(count)),
  strongest: optional(list(list(text))),
})

export const ngramsPart: Part<NgramPart> = {
  essential: true,
  encode({ kinds, classes, keys, weights, bias, strongest }) {
    const features = keys.low.length
    const pairs = new Uint32Array(2 * features)
    for (let f = 0; f < features; f++) {
      pairs[2 * f] = keys.low[f]!
      pairs[2 * f + 1] = keys.high[f]!
    }
    return {
      metadata: { [name]: JSON.stringify({ classes, ...kinds, strongest }) },
      tensors: {
        [`${name}/keys`]: { shape: [features, 2], data: pairs },
        [`${name}/weights`]: { shape: [features, scoreColumns(classes)], data: toFloat16(weights) },
        [`${name}/bias`]: { shape: [bias.length], data: bias },
      },
    }
  },
  decode(file) {
    const stored = file.metadata[name]
    if (stored === undefined) return undefined
    const { classes, words, characters, strongest } = within(`its ${name}`, () =>
      meaningSchema(parsed(stored)),
    )
    const columns = scoreColumns(classes)
    const keys = halvesOf(tensor(file, 'keys', Uint32Array))
    const features = keys.low.length
    const weights = fromFloat16(tensor(file, 'weights', Float16Bits))
    const bias = tensor(file, 'bias', Float32Array)
    if (classes < 2 || weights.length !== features * columns || bias.length !== columns) {
      throw new Misfit('are not of one number of n-grams and classes', `its ${name}`)
    }
    if (!allFinite(weights) || !allFinite(bias))
      throw new Misfit('have a weight that is no number', `its ${name}`)
    return {
      kinds: kindsOf(words, characters),
      classes,
      keys,
      weights,
      bias,
      ...(strongest && { strongest }),
    }
  },
}

/** From (low, high) after one another. */
function halvesOf(pairs: Uint32Array): Keys {
  const low = new Uint32Array(pairs.length / 2)
  const high = new Uint32Array(low.length)
  for (let f = 0; f < low.length; f++) {
    low[f] = pairs[2 * f]!
    high[f] = pairs[2 * f + 1]!
  }
  return { low, high }
}

function tensor<T>({ tensors }: TensorFile, of: string, type: abstract new (...parameters: never[]) => T): T {
  const data = tensors[`${name}/${of}`]?.data
  if (data instanceof type) return data
  throw new Misfit(`are no ${of} of n-grams`, `${name}/${of}`)
}

function kindsOf(words: number, characters: readonly number[] | undefined): NgramKinds {
  const [shortest = 0, longest = 0] = characters ?? []
  const rightWords = words === 0 || words === 1 || words === 2 || words === 3
  const rightCharacters =
    characters === undefined ||
    (characters.length === 2 && 1 <= shortest && shortest <= longest && longest <= longestCharacters)
  if (!rightWords || !rightCharacters) throw new Misfit('are of no kind that there is', `its ${name}`)
  return { words, characters: characters && [shortest, longest] }
}
