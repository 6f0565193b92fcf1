/**
 * Texts that are one unit again and again: what takes quadratic time, or too deep a recursion, does not get through
 * them. A million characters of the plainest, a hundred thousand of the others.
 */
export const longTexts: readonly (readonly [unit: string, text: string])[] = [
  ...['a', "'", '.', ' '].map(unit => [unit, unit.repeat(1e6)] as const),
  ...['`', '-', '!', '1', ',', ':', '(', '\n', '\0', '\u0085', 'é', '\u0301', '\ud800', '😀', '🇩', '我'].map(
    many,
  ),
  ...['1.', 'a.', "a'", "'s", ' .', "' ", ':(', '<br', '<br ', 'DOT', 'DOTMULTI', 'a\u200d'].map(many),
  ...['e\u0301', '\u0301\u0316', '👩\u200d'].map(many),
]

function many(unit: string): readonly [unit: string, text: string] {
  return [unit, unit.repeat(1e5 / unit.length)]
}
