import { traits } from './characters.ts'
import { byShare, type Finding, finding, rowsWhere, someOf, type TextAt } from './finding.ts'

/** Texts that were decoded wrongly, that hold what nobody sees or a page's markup, or letters of two scripts. @param found [n] sums of `traits` */
export function checkCharacters(split: TextAt['split'], found: readonly number[]): Finding[] {
  const having = (trait: number) => rowsWhere(split, found.length, index => (found[index]! & trait) !== 0)
  const graveness = (trait: number) => byShare(having(trait).length, found.length)
  const share = (texts: number, does: string) => someOf(split, texts, found.length, does)
  return [
    ...finding(
      'encoding',
      graveness(traits.misread),
      having(traits.misread),
      texts =>
        `${share(texts, 'were')} decoded wrongly before: characters such as Ã© or the replacement character`,
    ),
    ...finding(
      'control',
      graveness(traits.control),
      having(traits.control),
      texts => `${share(texts, 'have')} control or invisible characters`,
    ),
    ...finding(
      'markup',
      graveness(traits.markup),
      having(traits.markup),
      texts => `${share(texts, 'have')} HTML: tags, or references such as &amp;`,
    ),
    ...finding(
      'markup',
      'note',
      having(traits.breaks),
      texts => `${share(texts, 'have')} line breaks of HTML, which are passed over`,
    ),
    ...finding(
      'language',
      'note',
      having(traits.twoScripts),
      texts => `${share(texts, 'have')} words with Latin and Cyrillic letters, which look alike`,
    ),
    ...finding(
      'encoding',
      'note',
      having(traits.windows),
      texts => `${share(texts, 'have')} characters U+0080 to U+009F, read as those of windows-1252`,
    ),
  ]
}
