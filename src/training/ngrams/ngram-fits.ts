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

/** So many are remembered, those that were wanted last. */
const most = 32

/** Fits of n-grams for trainings of the same texts that differ in other things, as those of a search do: each is made once. */
export class NgramFits {
  readonly #made: { readonly of: Fitted; readonly fit: NgramFit }[] = []

  async fit(of: Fitted, make: () => Promise<NgramFit>): Promise<NgramFit> {
    const at = this.#made.findIndex(({ of: other }) => isSame(of, other))
    const made = at >= 0 ? this.#made.splice(at, 1)[0]! : { of, fit: await make() }
    this.#made.push(made)
    if (this.#made.length > most) this.#made.shift()
    return made.fit
  }
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
