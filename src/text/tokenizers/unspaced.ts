/** Scripts that have no blanks between words. */
export const unspacedScripts = ['Thai', 'Lao', 'Khmer', 'Myanmar'].map(name => `\\p{Script=${name}}`).join('')

const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')

/** Whether there is a letter of such a script in a text. */
export function hasUnspaced(text: string): boolean {
  return unspaced.test(text)
}
