/** What the trials of a search are. */
import { Random } from '../../random.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import { acts, type Row, type Searched } from '../../settings/table.ts'
import { exp, log } from '../../transcendental.ts'

/** What may be tried of each setting, by its name; `standardSpace` where nothing else is said. */
export type SearchSpace = Readonly<Partial<Record<keyof Hyperparameters, Searched>>>

/** What the table of settings says. */
export const standardSpace: SearchSpace = Object.fromEntries(
  Object.entries(hyperparameterTable).flatMap(([name, row]: [string, Row]) =>
    row.searched ? [[name, row.searched]] : [],
  ),
)

/** Where a training begins: from nothing, or from what is known already. */
export interface Beginning {
  /** What says so to `train`: nothing, `from`, `wordVectors` or both. */
  readonly given: { readonly from?: string; readonly wordVectors?: string }
  /** What `train` itself would choose there. */
  readonly base: Hyperparameters
  /** Settings that it decides. */
  readonly decided: readonly string[]
}

/** What a trial is: where it begins, and what it changes of the settings that are usual there. */
export interface Drawn {
  /** Its number among the beginnings. */
  readonly beginning: number
  readonly changes: Partial<Hyperparameters>
}

/** Half of the settings are left as they are: what is good is seldom far away. */
const changed = 0.5
/**
 * Half of the trials with a network have the n-grams of where they begin, which are made already then: they take a part of the time, and
 * of n-grams each fit chooses much by itself.
 */
const ofNetworkAlone = 0.5
/** Draws of another trial, where one comes to the same as an earlier one. */
const attempts = 100

/**
 * Which trials there are: first each beginning with its usual settings, the first of them being what `train` itself would do; then the
 * first with a network or without, the other way round than usual; then what is drawn. A trial's draws depend on the seed and its
 * number alone; what would do nothing beside its other settings is left out, and no two trials come to the same as long as there are
 * others.
 */
export class SearchDraws {
  readonly #seed: number
  readonly #beginnings: readonly Beginning[]
  readonly #space: SearchSpace
  readonly #drawn: Drawn[]
  readonly #comesTo: (drawn: Drawn) => string
  readonly #known: Set<string>

  /**
   * @param beginnings at least one
   * @param comesTo the same for trials that come to the same, as under a bound of the size those do that have too large a network
   */
  constructor(
    seed: number,
    beginnings: readonly Beginning[],
    space: SearchSpace,
    comesTo: (drawn: Drawn) => string = drawn => JSON.stringify(drawn),
  ) {
    this.#seed = seed
    this.#beginnings = beginnings
    this.#space = space
    this.#comesTo = comesTo
    this.#drawn = beginnings.map((_, beginning) => ({ beginning, changes: {} }))
    const { network, ngrams } = beginnings[0]!.base
    const other = space.network && 'of' in space.network && space.network.of.includes(!network)
    if (other && (ngrams || !network)) this.#drawn.push({ beginning: 0, changes: { network: !network } })
    this.#known = new Set(this.#drawn.map(comesTo))
  }

  trial(number: number): Drawn {
    while (this.#drawn.length <= number) {
      const random = new Random((this.#seed + 0x9e3779b1 * this.#drawn.length) >>> 0)
      let drawn = this.#draw(random)
      for (let n = 1; n < attempts && this.#known.has(this.#comesTo(drawn)); n++) drawn = this.#draw(random)
      this.#known.add(this.#comesTo(drawn))
      this.#drawn.push(drawn)
    }
    return this.#drawn[number]!
  }

  #draw(random: Random): Drawn {
    const beginning = random.integer(this.#beginnings.length - 1)
    const { base, decided } = this.#beginnings[beginning]!
    const sameNgrams = random.uniform() < ofNetworkAlone && base.network && base.ngrams
    const isKept = (name: string) =>
      decided.includes(name) || (sameNgrams && (name === 'network' || name.startsWith('ngram')))
    const drawn = Object.entries(this.#space).flatMap(([name, searched]) => {
      const value = drawnFrom(searched, hyperparameterTable[name as keyof Hyperparameters], random)
      return random.uniform() < changed && !isKept(name) ? [[name, value] as const] : []
    })
    const settings = { ...base, ...Object.fromEntries(drawn) }
    // One of the two parts there has to be.
    if (!settings.network && !settings.ngrams) settings.ngrams = true
    return { beginning, changes: differences(settings, base) }
  }
}

function drawnFrom(searched: Searched, row: Row, random: Random): number | boolean | string {
  if ('of' in searched) return searched.of[random.integer(searched.of.length - 1)]!
  const { from, to, scale } = searched
  const at = random.uniform()
  const value = scale === 'log' ? from * exp(at * log(to / from)) : from + at * (to - from)
  return row.kind === 'integer' ? Math.round(value) : Number(value.toPrecision(3))
}

/** What of the settings is another than before, and does something. */
export function differences(settings: Hyperparameters, before: Hyperparameters): Partial<Hyperparameters> {
  const changes = Object.entries(settings).filter(([key, value]) => {
    const name = key as keyof Hyperparameters
    return acts(hyperparameterTable[name], settings) && value !== before[name]
  })
  return Object.fromEntries(changes)
}
