import { DistributionCounter, type Distributions, stabilityIndex } from '../model/distributions.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import type { Model } from '../model/model.ts'

/** Texts after which the older half of those looked at is forgotten. */
const half = 5_000

/** Fewer texts say little: no index is told of them. */
const least = 100

interface DriftReport {
  /** Texts that `now` counts: the last 5,000 to 10,000. */
  readonly texts: number
  readonly now: Distributions | undefined
  /** Of texts held out in training; undefined for a model that does not keep them. */
  readonly reference: Distributions | undefined
  /** The population stability index of each distribution that both have, from 100 texts on. */
  readonly stability: Readonly<Partial<Record<keyof Distributions, number>>>
}

/** Watches what a model is asked and answers, beside what it was judged on in its training. No text is kept. */
export class Drift {
  #model: Model | undefined
  #older: DistributionCounter | undefined
  #newer: DistributionCounter | undefined

  /** From here on this model answers; what another one was asked is forgotten. */
  begin(model: Model): void {
    this.#model = model
    this.#older = undefined
    this.#newer = this.#counter(model)
  }

  /** @param probabilities [texts, labels] */
  add({ tokens, offsets }: EncodedTexts, probabilities: Float32Array): void {
    const model = this.#model!
    const classes = model.labels.length
    for (let i = 0; i + 1 < offsets.length; i++) {
      if (this.#newer!.texts >= half) {
        this.#older = this.#newer
        this.#newer = this.#counter(model)
      }
      const row = probabilities.subarray(i * classes, (i + 1) * classes)
      this.#newer!.add(tokens.subarray(offsets[i], offsets[i + 1]), row)
    }
  }

  report(): DriftReport {
    const counters = [this.#older, this.#newer].filter(counter => counter !== undefined)
    const texts = counters.reduce((sum, counter) => sum + counter.texts, 0)
    const now = counters.map(counter => counter.distributions()).reduce(together)
    const reference = this.#model?.distributions
    const compared = reference && texts >= least ? (Object.keys(now) as (keyof Distributions)[]) : []
    const indices = compared.flatMap(name => {
      const [before, after] = [reference?.[name], now[name]]
      return before && after ? [[name, stabilityIndex(before, after)]] : []
    })
    return { texts, now: texts > 0 ? now : undefined, reference, stability: Object.fromEntries(indices) }
  }

  #counter({ labels, vocabulary }: Model): DistributionCounter {
    return new DistributionCounter(labels.length, vocabulary !== undefined)
  }
}

function together(one: Distributions, other: Distributions): Distributions {
  const sum = (a: readonly number[], b: readonly number[]) => a.map((count, i) => count + b[i]!)
  return {
    ...(one.unknown && other.unknown && { unknown: sum(one.unknown, other.unknown) }),
    length: sum(one.length, other.length),
    confidence: sum(one.confidence, other.confidence),
    answers: sum(one.answers, other.answers),
  }
}
