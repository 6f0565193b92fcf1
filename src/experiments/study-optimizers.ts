import { adadelta as officialAdadelta } from '../engines/reference/optimizers.ts'

/** Gradient descent with momentum, as Graham Taylor's theano-rnn has it. Epochs count from 1. */
export interface Momentum {
  readonly name: 'momentum'
  readonly rate: number
  /** Factor on the rate after each epoch. */
  readonly decay: number
  /** The momentum of the first `switchAfter` epochs. */
  readonly initialMomentum: number
  /** The momentum of the epochs after them. */
  readonly momentum: number
  readonly switchAfter: number
}

interface Adam {
  readonly name: 'adam'
  readonly rate: number
  /** Factor on the rate after each epoch. */
  readonly decay: number
}

/** Adadelta has no rate to set. */
interface Adadelta {
  readonly name: 'adadelta'
}

export type StudyOptimizer = Momentum | Adam | Adadelta

/** Moves `theta` by one step, given the gradient; `epoch` counts from 1. What it remembers lives inside. */
type Descent = (theta: Float64Array, gradient: Float64Array, epoch: number) => void

/** A fresh optimizer for `size` parameters. */
export function createDescent(optimizer: StudyOptimizer, size: number): Descent {
  switch (optimizer.name) {
    case 'momentum':
      return momentum(optimizer, size)
    case 'adam':
      return adam(optimizer, size)
    case 'adadelta':
      return adadelta(size)
  }
}

/** v = m v - rate g; theta += v. */
function momentum(settings: Momentum, size: number): Descent {
  const v = new Float64Array(size)
  return (theta, g, epoch) => {
    const rate = settings.rate * settings.decay ** (epoch - 1)
    const m = epoch > settings.switchAfter ? settings.momentum : settings.initialMomentum
    for (let k = 0; k < theta.length; k++) {
      v[k] = m * v[k]! - rate * g[k]!
      theta[k]! += v[k]!
    }
  }
}

/** Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1 with its own constants. */
function adam(settings: Adam, size: number): Descent {
  const m = new Float64Array(size)
  const v = new Float64Array(size)
  let t = 0
  return (theta, g, epoch) => {
    t++
    const rate = settings.rate * settings.decay ** (epoch - 1)
    const mCorrection = 1 - 0.9 ** t
    const vCorrection = 1 - 0.999 ** t
    for (let k = 0; k < theta.length; k++) {
      m[k] = 0.9 * m[k]! + 0.1 * g[k]!
      v[k] = 0.999 * v[k]! + 0.001 * g[k]! * g[k]!
      theta[k]! -= (rate * (m[k]! / mCorrection)) / (Math.sqrt(v[k]! / vCorrection) + 1e-8)
    }
  }
}

/** The official example's Adadelta, with no rate to set. */
function adadelta(size: number): Descent {
  const g2 = new Float64Array(size)
  const u2 = new Float64Array(size)
  return (theta, g) => officialAdadelta(theta, g, g2, u2)
}
