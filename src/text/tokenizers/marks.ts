/** No language has as many marks on a letter, and composing them takes quadratic time (Unicode Standard Annex #15, 13). */
const marksWithoutEnd = /\p{M}{31}/u

/** Whether so many marks stand on a letter of a text; it is read as it is then, and none of its letters is composed. */
export function hasMarksWithoutEnd(text: string): boolean {
  return marksWithoutEnd.test(text)
}
