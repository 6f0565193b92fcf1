import { counted, percent } from '../wording.ts'
import type { Compared, ComparedPair } from './comparison.ts'

/** What the texts say of these models, and what they cannot say: a sentence or two for each pair. */
export function verdictOn({ examples, models, pairs }: Compared): string[] {
  const accuracyOf = (name: string) => percent(models.find(model => model.name === name)!.accuracy)
  return pairs.map(pair => {
    const { first, second, better, disagreements, bothWrong, bothRight } = pair
    if (disagreements === 0)
      return `${first} and ${second} give the same answers to ${examples === 1 ? 'the' : 'all'} ${counted(examples, 'text')}.`
    const p = `${chance(pair.adjustedP)}${pairs.length > 1 ? `, corrected for ${counted(pairs.length, 'pair')}` : ''}`
    if (better === null) {
      return (
        `${examples === 1 ? 'This' : 'These'} ${counted(examples, 'text')} cannot tell ${first} and ${second} apart: ${accuracyOf(first)} and ${accuracyOf(second)} ` +
        `right, a difference of ${difference(pair)}; ${p}. ${hidden(pair, examples - bothRight - bothWrong)}`
      )
    }
    const other = better === first ? second : first
    return (
      `${better} is better than ${other}: ${accuracyOf(better)} against ${accuracyOf(other)} right on ${counted(examples, 'text')}, ` +
      `${difference(pair, better === first)}; ${p}.`
    )
  })
}

/** '+2.1 points (95 % interval +0.4 to +3.8)' */
function difference({ accuracyDifference: { value, interval } }: ComparedPair, turned = false): string {
  const [lower, upper] = turned ? [-interval[1], -interval[0]] : interval
  return `${points(turned ? -value : value)} points (95 % interval ${points(lower)} to ${points(upper)})`
}

function points(share: number): string {
  const rounded = (100 * share).toFixed(1)
  return share >= 0 ? `+${rounded.replace('-', '')}` : rounded
}

function chance(p: number): string {
  const shown = p < 0.0001 ? 'less than 0.01 %' : percent(p, p < 0.01 ? 2 : 1)
  return `between equally good models so large a difference has a chance of ${shown}`
}

function hidden({ smallestTold }: ComparedPair, decided: number): string {
  const texts = `${counted(decided, 'text')} that only one of them is right about`
  return smallestTold === null
    ? `With only ${texts}, no difference could be told.`
    : `With ${texts}, a difference under ${percent(smallestTold)} stays hidden: more texts would show a smaller one.`
}
