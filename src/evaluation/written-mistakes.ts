import type { AnsweredText } from '../data/predictions.ts'
import type { Answers } from './evaluation.ts'
import { mistakesShown, surestMistakes } from './mistakes.ts'
import type { ShownMistake } from './report/mistakes-section.ts'

/** Characters of a text that a page shows. */
const charactersShown = 20_000

/** The surest mistakes with their texts as they are written, of whose words nothing is known. @param texts by their indices */
export function writtenMistakes(
  answers: Answers,
  texts: readonly Pick<AnsweredText, 'place' | 'text'>[],
): ShownMistake[] {
  return surestMistakes(answers, mistakesShown).map(mistake => {
    const { place, text } = texts[mistake.index]!
    return { ...mistake, place, pieces: text ? [{ text: firstWordsOf(text) }] : [], more: 0, groups: [] }
  })
}

/** Its first whole words. */
function firstWordsOf(text: string): string {
  if (text.length <= charactersShown) return text
  return `${text.slice(0, charactersShown).replace(/\s\S*$/, '')} ...`
}
