/** What is asked of a label before something is said to give it away. */

/** The places of each label's texts, ascending. @param labels [n] */
export function textsByLabel(labels: Int32Array, classes: number): number[][] {
  const textsOf = Array.from({ length: classes }, () => [] as number[])
  for (const [text, label] of labels.entries()) textsOf[label]!.push(text)
  return textsOf
}

/**
 * Whether a label is one of many and has few of the texts: then a word or a form may well be what it is about, as `traffic` is of a label
 * of that name among 150 intents. So it is no accusation.
 */
export function isSmall(texts: number, all: number, labels: number): boolean {
  return labels >= 5 && texts < 0.2 * all
}
