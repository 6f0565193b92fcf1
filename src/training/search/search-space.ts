/** Which settings the trials of a search have. */
import { Random } from '../../random.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import type { Row, Searched } from '../../settings/table.ts'
import { exp, log } from '../../transcendental.ts'

/** What may be tried of each setting, by its name; `standardSpace` where nothing else is said. */
export type SearchSpace = Readonly<Partial<Record<keyof Hyperparameters, Searched>>>

/** What the table of settings says. */
export const standardSpace: SearchSpace = Object.fromEntries(
  Object.entries(hyperparameterTable).flatMap(([name, row]: [string, Row]) =>
    row.searched ? [[name, row.searched]] : [],
  ),
)

/** Half of the settings are left as they are: what is good is seldom far away. */
const changed = 0.5
/** Draws of another trial, where one has the settings of an earlier one. */
const attempts = 20

/**
 * What each trial changes of the settings that are there, trial 0 nothing. A trial's draws depend on the seed and its number alone;
 * what would do nothing beside its other settings is left out, and no two trials are alike as long as there are others.
 */
export class SearchDraws {
  readonly #seed: number
  readonly #base: Hyperparameters
  readonly #space: SearchSpace
  readonly #drawn: Partial<Hyperparameters>[] = [{}]
  readonly #known = new Set(['{}'])

  constructor(seed: number, base: Hyperparameters, space: SearchSpace) {
    this.#seed = seed
    this.#base = base
    this.#space = space
  }

  changes(trial: number): Partial<Hyperparameters> {
    while (this.#drawn.length <= trial) {
      const random = new Random((this.#seed + 0x9e3779b1 * this.#drawn.length) >>> 0)
      let drawn = this.#draw(random)
      for (let n = 1; n < attempts && this.#known.has(JSON.stringify(drawn)); n++) drawn = this.#draw(random)
      this.#known.add(JSON.stringify(drawn))
      this.#drawn.push(drawn)
    }
    return this.#drawn[trial]!
  }

  #draw(random: Random): Partial<Hyperparameters> {
    const drawn = Object.entries(this.#space).flatMap(([name, searched]) => {
      const value = drawnFrom(searched, hyperparameterTable[name as keyof Hyperparameters], random)
      return random.uniform() < changed ? [[name, value] as const] : []
    })
    const settings = { ...this.#base, ...Object.fromEntries(drawn) }
    // One of the two parts there has to be.
    if (!settings.network && !settings.ngrams) settings.ngrams = true
    return differences(settings, this.#base)
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
  const changes = Object.entries(settings).filter(([name, value]) => {
    const { appliesTo = {} }: Row = hyperparameterTable[name as keyof Hyperparameters]
    const works = Object.entries(appliesTo).every(([beside, wanted]) =>
      wanted.includes(String(settings[beside as keyof Hyperparameters])),
    )
    return works && value !== before[name as keyof Hyperparameters]
  })
  return Object.fromEntries(changes)
}
