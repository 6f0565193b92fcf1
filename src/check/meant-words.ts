/** Words by what they are there for: a number may be any number, as in 'Your order 4711 has left'. */
export interface MeantWords {
  /** [words] the word that each is taken for: itself, or the first number. */
  readonly ids: Int32Array
  /** The number that all numbers are taken for; -1 where there is none. */
  readonly number: number
}

export function meantWords(words: readonly string[]): MeantWords {
  const number = words.findIndex(isNumber)
  return { ids: Int32Array.from(words, (word, id) => (isNumber(word) ? number : id)), number }
}

function isNumber(word: string): boolean {
  return /^\p{Nd}+$/u.test(word)
}
