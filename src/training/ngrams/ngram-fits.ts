import type { TokenisedCorpus } from '../../data/corpus.ts'
import type { NgramFit, NgramFitOptions } from './ngram-fit.ts'

/** What a fit of n-grams is of. */
interface Fitted {
  readonly corpus: TokenisedCorpus
  /** Which texts of the corpus, in their order. */
  readonly places: Int32Array
  /** As the settings have it: with the texts it decides what each of these counts. */
  readonly classWeights: string
  readonly options: NgramFitOptions
}

/** Bytes of those that are remembered: of a million texts a single one has 50 MB. */
const most = 1 << 28

/**
 * Fits of n-grams for trainings of the same texts that differ in other things, as those of a search do: each is made once, as long as there
 * is room for it. Those that were wanted last stay.
 */
export class NgramFits {
  readonly #made: { readonly of: Fitted; readonly fit: NgramFit }[] = []
  readonly #most: number

  /** @param bytes that are kept at most, but for the last fit */
  constructor(bytes = most) {
    this.#most = bytes
  }

  async fit(of: Fitted, make: () => Promise<NgramFit>): Promise<NgramFit> {
    const at = this.#made.findIndex(({ of: other }) => isSame(of, other))
    const made = at >= 0 ? this.#made.splice(at, 1)[0]! : { of, fit: await make() }
    this.#made.push(made)
    while (this.#made.length > 1 && this.#bytes() > this.#most) this.#made.shift()
    return made.fit
  }

  #bytes(): number {
    return this.#made.reduce((sum, { of, fit }) => sum + of.places.byteLength + bytesOf(fit), 0)
  }
}

function bytesOf({ part, heldOut, scores, learned }: NgramFit): number {
  const arrays = [part.keys.low, part.keys.high, part.weights, heldOut, scores, learned]
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function isSame(one: Fitted, other: Fitted): boolean {
  return (
    one.corpus === other.corpus &&
    one.classWeights === other.classWeights &&
    decisive(one.options) === decisive(other.options) &&
    one.places.length === other.places.length &&
    one.places.every((place, i) => place === other.places[i])
  )
}

/** What of the options the texts do not decide. */
function decisive({ kinds, minimum, maximum, models, folds, salt, classes }: NgramFitOptions): string {
  return JSON.stringify([kinds, minimum, maximum, models, folds, salt, classes])
}
