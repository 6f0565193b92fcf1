/**
 * Sentences made by a small grammar of ours, to teach what a negation, a contrast and a concession do to a judgement: reviews and
 * phrases hold too few of each. Nouns are of films, meals and things to buy, so that it is not taught of films alone.
 */
import type { Random } from '../../src/random.ts'

/** 1: praise; -1: blame. */
type Polarity = 1 | -1

export interface MadeSentence {
  readonly text: string
  readonly label: 'positive' | 'negative'
}

const words = (text: string) => text.trim().split(/\s*\|\s*|\s*\n\s*/)

const adjectives = {
  '1': words(`good | great | funny | clever | moving | brilliant | charming | original | convincing | interesting
    exciting | enjoyable | entertaining | memorable | beautiful | satisfying | fresh | delicious | comfortable | friendly
    reliable | helpful | tasty | clean | sturdy | useful | polite | perfect | wonderful | excellent | fantastic | lovely
    impressive | believable | sharp | warm | elegant | superb | amazing | smart | attentive | easy to use | worth it
    well made | reasonable | touching | amusing | gripping | thoughtful | stylish | pleasant | crisp | generous`),
  '-1': words(`bad | boring | dull | terrible | awful | stupid | predictable | silly | slow | weak | cheap | ugly | annoying
    disappointing | confusing | pointless | tedious | horrible | unfunny | lame | rude | dirty | cold | bland | overpriced
    noisy | useless | flimsy | unreliable | broken | greasy | stale | unfriendly | uncomfortable | shallow | clumsy | lifeless
    forgettable | tiresome | mediocre | defective | soggy | too long | too loud | badly made | dreadful | pretentious
    insulting | careless | hard to use | empty | worthless | sloppy`),
} as const
const nouns = {
  '1': words(`joy | treat | pleasure | masterpiece | bargain | success | delight | gem | triumph | great buy | good choice
    work of art | real find | great deal | classic | must-see | winner`),
  '-1': words(`mess | disaster | waste of time | waste of money | bore | failure | disappointment | rip-off | nightmare | joke
    bad idea | piece of junk | chore | mistake | flop | letdown | torture`),
} as const
const verbs = {
  '1': words('love | like | enjoy | recommend | admire | adore | trust | appreciate'),
  '-1': words('hate | dislike | regret | despise | loathe | resent | avoid'),
} as const
const things =
  words(`film | movie | story | plot | ending | acting | script | cast | dialogue | music | direction | book | show
  food | service | meal | soup | burger | waiter | staff | room | hotel | phone | battery | screen | sound | headset | camera
  place | restaurant | product | charger | case | keyboard | coffee | pizza | dessert | sequel | comedy | thriller | song`)
/** What is to be wished there were, and what not. */
const traits = {
  '1': words(
    'charm | wit | flavor | suspense | heart | good jokes | quality | energy | style | warmth | life',
  ),
  '-1': words(
    'flaws | problems | faults | weak scenes | dull moments | complaints | regrets | mistakes | defects',
  ),
} as const
const amplifiers = words('|||||really|very|so|quite|absolutely|truly|pretty|rather|simply')

/** In patterns: A praises or blames as asked, B the other way; N nouns, V verbs, Q traits; T and U things. */
const same =
  words(`the T is A | the T was A | what a A T | I found the T A | a A T | the T is A and A | A from start to finish
  it is a N | this T is a N | I V this T | I V it | this T has Q | the T was A, as always | everything about the T is A
  the T is nothing short of A | the T could not be more A | no one can deny that the T is A | I cannot deny that it is A
  not only is the T A, it is also A | the T is not only A but also A | I do not doubt that it is A | the T is more A than I expected
  the T is B, but the U is A and that is what counts | it looks B, but it is A | the T seemed B at first, but it is A
  the U is B, but the T is A | it is B but A | B, but A | I expected a B T, but it was A | they say it is B, but it is A
  everyone told me the T was B; I found it A | although the U is B, the T is A | even though the U is B, the T is A
  while the U is B, the T is A | despite the B U, it is A | in spite of the B U, the T is A | despite a B U, this is a N
  the T is A, even though the U is B | the T is A, although the U is B | the T is A in spite of the B U | the T is A despite its B U
  for all its B U, the T is A | I V the T, even if the U is B | even with a B U it is A | the U may be B, but I V it
  it is not that the T is A; it is more than A | yes, the U is B, yet the T is A | B at times, but A in the end
  the T is so A that I V it | it's hard not to V this T | you will V it | I could not help but V it | I V every minute of it
  it isn't B, it is A | not B but A | it starts B and ends A`)
const flipped =
  words(`the T is not A | the T isn't A | the T wasn't A | the T is not A at all | it isn't A at all | not A | not A at all
  not a A T | this is not a A T | the T is anything but A | it is anything but A | the T is far from A | far from A | hardly A
  the T is hardly A | the T is never A | it was never A | I can't say the T is A | I can't say it was A | I wouldn't call the T A
  I would not call it A | nobody could call it A | you can't call this T A | the T is neither A nor A | neither A nor A
  there is nothing A about the T | nothing A here | I don't think the T is A | I do not find it A | the T is no longer A
  the T is by no means A | it is in no way A | by no means a N | the T is not as A as people say | it is less A than I thought
  it is no N | this T is not a N | far from a N | the T is anything but a N | hardly a N | I wouldn't call it a N | it was never a N
  I don't V this T | I didn't V it | I would not V it | you won't V it | I can't V this T | nobody will V it | I never V this T
  there is no reason to V it | it is hard to V this T | I see no reason to V this T | it has no Q | the T has no Q | no Q
  without any Q | there are no Q in this T | not a T with Q | it lacks Q | I thought it would be A; it was not
  I thought it would be A, but it isn't | people say the T is A; I disagree | none of it is A | no one thinks the T is A
  I was told that it is A, which it is not | the T doesn't feel A | it did not seem A to me | the T is not even A
  if you think this T is A, you are wrong | never A, never a N | it won't strike you as A`)
/** Praise that did not come about is blame; so it is only written of what praises. */
const unfulfilled =
  words(`the T should have been A | the T could have been A | it might have been A | it would have been A with a better U
  I wanted to V it | I wish the T were A | it tries to be A and fails | it tries so hard to be A | if only the T were A
  it could be more A | it wants to be A | the T used to be A | the old T was more A | I have seen more A ones
  I expected a N | I hoped for a A T | what a pity: the T could have been A | it thinks it is A`)

/** So many sentences, as many of praise as of blame about. */
export function madeSentences(count: number, random: Random): MadeSentence[] {
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length - 1)]!
  const fill = (pattern: string, polarity: Polarity): string => {
    const [own, other] = [String(polarity), String(-polarity)] as ['1' | '-1', '1' | '-1']
    const adjective = (of: '1' | '-1') => `${pick(amplifiers)} ${pick(adjectives[of])}`.trim()
    const text = pattern.replace(/\b[ABNVQTU]\b/g, slot => {
      switch (slot) {
        case 'A':
          return adjective(own)
        case 'B':
          return adjective(other)
        case 'N':
          return pick(nouns[own])
        case 'V':
          return pick(verbs[own])
        case 'Q':
          return pick(traits[own])
        default:
          return pick(things)
      }
    })
    const spelled = text.replace(/\ba ([aeiou])/g, 'an $1')
    return `${spelled[0]!.toUpperCase()}${spelled.slice(1)}${pick(['.', '.', '.', '!', ''])}`
  }
  const kinds = [
    { patterns: same, sign: 1, polarities: [1, -1] },
    { patterns: flipped, sign: -1, polarities: [1, -1] },
    { patterns: flipped, sign: -1, polarities: [1, -1] },
    { patterns: unfulfilled, sign: -1, polarities: [1] },
  ] as const
  return Array.from({ length: count }, (): MadeSentence => {
    // Praise that did not come about is a fourth of the blame that the other kinds give.
    const { patterns, sign, polarities } = kinds[random.integer(15) === 0 ? 3 : random.integer(2)]!
    const polarity = pick<Polarity>(polarities)
    return {
      text: fill(pick(patterns), polarity),
      label: sign * polarity > 0 ? 'positive' : 'negative',
    }
  })
}
