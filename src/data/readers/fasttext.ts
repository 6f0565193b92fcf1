import { LstmError } from '../../errors.ts'
import { type Line, linesOf } from '../../formats/lines.ts'
import { counted } from '../../wording.ts'
import type { Example } from '../corpus.ts'
import { wrongBytesIn } from '../input/encoding.ts'
import { type TextStream, textStream } from '../input/text-stream.ts'
import { type Usable, usable } from '../reading.ts'
import { checkedLabel } from '../rows/row-values.ts'
import type { FileReader } from './reader.ts'

/** fastText's supervised format: one text a line, with its label as a word `__label__NAME`; blank lines are skipped. */
export const fasttextReader: FileReader = {
  source: 'file',
  extensions: ['.ft', '.fasttext', '.train', '.valid', '.test'],
  flags: ['skipBad', 'encoding'],
  read: async (input, reading, talk) => ({
    train: usable(examples(textStream(input, reading)), reading, talk),
    test: undefined,
  }),
}

const labelWord = /(?<!\S)__label__(\S*)/g

async function* examples({ name, pieces, share }: TextStream): AsyncGenerator<Usable<Example>> {
  for await (const line of linesOf(pieces, name)) {
    const place = `${name}:${line.number}`
    if (/\S/.test(line.text)) yield wrongBytesIn(line.text, place) ?? example(line, place, share())
  }
}

function example({ text: line }: Line, place: string, share: number): Usable<Example> {
  const labels = Array.from(line.matchAll(labelWord), ([, label]) => label!)
  if (labels.length !== 1) return wrongCount(labels, place)
  const label = checkedLabel(labels[0]!, place)
  if (label instanceof LstmError) return label
  return { text: line.replace(labelWord, '').trim(), label, place, share }
}

function wrongCount(labels: readonly string[], place: string): LstmError {
  if (labels.length === 0) {
    return new LstmError('data', `${place}: no label, where one is wanted`, {
      hint: 'a fastText line holds one label and the text: __label__positive A fine film.',
    })
  }
  const shown = labels.slice(0, 5).join(', ')
  return new LstmError(
    'data',
    `${place}: ${counted(labels.length, 'label')} (${shown}): texts of several labels are not read yet`,
    {
      hint: 'give each text its most important label, make one label of them (__label__a+b), or leave such lines out with --skip-bad',
    },
  )
}
