import { LstmError } from '../../errors.ts'
import { phrasesOf, spacedText } from '../../formats/labelled-trees.ts'
import { linesOf } from '../../formats/lines.ts'
import type { Example } from '../corpus.ts'
import { wrongBytesIn } from '../input/encoding.ts'
import { type TextStream, textStream } from '../input/text-stream.ts'
import { type Usable, usable } from '../reading.ts'
import { checkedLabel } from '../rows/row-values.ts'
import type { FileReader } from './reader.ts'

/**
 * Sentences as trees in brackets, one a line, in which every phrase has a label, as in the Stanford Sentiment Treebank. Each phrase is a
 * text, those that a phrase consists of before it. Blank lines are skipped.
 */
export const treesReader: FileReader = {
  source: 'file',
  extensions: ['.trees'],
  flags: ['skipBad', 'encoding'],
  read: async (input, reading, talk) => ({
    train: usable(examples(textStream(input, reading)), reading, talk),
    test: undefined,
  }),
}

async function* examples({ name, pieces, share }: TextStream): AsyncGenerator<Usable<Example>> {
  for await (const { text, number } of linesOf(pieces, name)) {
    const place = `${name}:${number}`
    const wrong = wrongBytesIn(text, place)
    if (wrong) yield wrong
    else if (/\S/.test(text)) yield* phrases(text, place, share())
  }
}

function phrases(line: string, place: string, share: number): Usable<Example>[] {
  try {
    return phrasesOf(line, place).map(({ label: found, tokens }) => {
      const label = checkedLabel(found, place)
      return label instanceof LstmError ? label : { text: spacedText(tokens), label, place, share }
    })
  } catch (error) {
    if (error instanceof LstmError) return [error]
    throw error
  }
}
