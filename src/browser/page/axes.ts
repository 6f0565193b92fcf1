import { grouped } from '../../wording.ts'

/** From values to places in a drawing. */
export interface Scales {
  x(value: number): number
  y(value: number): number
}

interface Axis {
  readonly to: number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

/** Axes from 0 to a little more than `to`, with about four round ticks. */
export const shareTicks = (to: number): Axis => axis(to, value => `${Number((100 * value).toPrecision(4))} %`)
export const countTicks = (to: number): Axis => ({ ...axis(to, grouped), to })
export const numberTicks = (to: number): Axis => axis(to, value => String(Number(value.toPrecision(4))))

function axis(to: number, format: (value: number) => string): Axis {
  const rough = to / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find(factor => factor * power >= rough) ?? 10)
  const ticks = Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, i) => {
    const at = Number((i * step).toPrecision(12))
    return { at, text: format(at) }
  })
  return { to, ticks }
}
