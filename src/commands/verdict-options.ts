/** The flags of `lstm predict` that say how probabilities become an answer. */
import { type Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import { type Rule, uncertainLabel } from '../model/rule.ts'

const flags = { threshold: '--threshold', abstain: '--abstain', topK: '--top-k' } as const satisfies Record<
  keyof Rule,
  string
>

export function addVerdictOptions(command: Command): Command {
  const probability = { wanted: 'a number between 0 and 1', accepts: (value: number) => value <= 1 }
  const count = {
    wanted: 'a whole number of at least 1',
    accepts: (value: number) => Number.isSafeInteger(value) && value >= 1,
  }
  return command
    .addOption(
      new Option(
        `${flags.threshold} <p>`,
        'of two labels the second is given when its probability is at least this (default: the more probable one)',
      ).argParser(numberParser(flags.threshold, probability)),
    )
    .addOption(
      new Option(
        `${flags.abstain} <p>`,
        `the label '${uncertainLabel}' is given when the largest probability is below this`,
      ).argParser(numberParser(flags.abstain, probability)),
    )
    .addOption(
      new Option(
        `${flags.topK} <n>`,
        'the n most probable labels, best first: label<TAB>probability for each, then the text; in json `top` instead of `probabilities`',
      ).argParser(numberParser(flags.topK, count)),
    )
}

/** @throws LstmError 'usage' when more than one of them was given: they give different answers to the same text */
export function verdictRule({ threshold, abstain, topK }: Rule): Rule {
  const rule = {
    ...(threshold !== undefined && { threshold }),
    ...(abstain !== undefined && { abstain }),
    ...(topK !== undefined && { topK }),
  }
  const [first, second] = Object.keys(rule) as (keyof Rule)[]
  if (first && second) throw new LstmError('usage', `${flags[first]} does not go with ${flags[second]}`)
  return rule
}

/** @throws LstmError 'usage' when a model with these labels cannot answer by the rule */
export function checkLabels(labels: readonly string[], { threshold, abstain }: Rule): void {
  if (threshold !== undefined && labels.length !== 2) {
    throw new LstmError(
      'usage',
      `${flags.threshold} is for models of two labels; this one has ${labels.length}`,
      {
        hint: `${flags.abstain} works with any number of them`,
      },
    )
  }
  if (abstain !== undefined && labels.includes(uncertainLabel)) {
    throw new LstmError('usage', `this model has a label '${uncertainLabel}' of its own`, {
      hint: `leave ${flags.abstain} out, and judge by the probabilities of --format json`,
    })
  }
}

interface Wanted {
  readonly wanted: string
  /** Of numbers that are not negative. */
  accepts(value: number): boolean
}

function numberParser(flag: string, { wanted, accepts }: Wanted): (text: string) => number {
  return text => {
    const value = Number(text)
    if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && accepts(value)) return value
    throw new LstmError('usage', `${flag} wants ${wanted}, not '${text}'`, {
      hint: "see 'lstm predict --help'",
    })
  }
}
