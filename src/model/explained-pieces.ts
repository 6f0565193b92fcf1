import type { ExplainedToken, Explanation } from './explanation.ts'

/** A piece of a text: a token as it is written, or what stands between two of them. */
export interface ExplainedPiece {
  readonly text: string
  readonly token?: ExplainedToken
}

/** The text in pieces: as it is written, where the places of its tokens are known, else its tokens with blanks between them. */
export function explainedPieces(
  { tokens }: Pick<Explanation, 'tokens'>,
  original: string | undefined,
): ExplainedPiece[] {
  const pieces: ExplainedPiece[] = []
  let written = 0
  for (const [t, token] of tokens.entries()) {
    const { start, end } = token
    if (original === undefined || start === undefined || end === undefined) {
      if (t > 0) pieces.push({ text: ' ' })
      pieces.push({ text: token.token, token })
      continue
    }
    if (start > written) pieces.push({ text: original.slice(written, start) })
    if (end > start) pieces.push({ text: original.slice(start, end), token })
    written = Math.max(written, end)
  }
  return pieces
}

/** The words of a group, as they are written. */
export function groupText(
  { tokens }: Pick<Explanation, 'tokens'>,
  group: { readonly first: number; readonly tokens: number },
  original: string | undefined,
): string {
  const words = tokens.slice(group.first, group.first + group.tokens)
  const [start, end] = [words[0]?.start, words.at(-1)?.end]
  if (original === undefined || start === undefined || end === undefined) {
    return words.map(({ token }) => token).join(' ')
  }
  return original.slice(start, end)
}
