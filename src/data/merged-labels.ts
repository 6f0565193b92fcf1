/** Labels that are read as other ones: two spellings, trained and measured as one label. */
import { LstmError } from '../errors.ts'
import { quoted } from '../printable.ts'
import { counted } from '../wording.ts'
import type { Example } from './corpus.ts'
import type { Talk } from './reading.ts'

/** By each label the one that it is read as. */
type LabelMerges = ReadonlyMap<string, string>

/** What a request says of it. */
interface MergeRequest {
  readonly mergeLabels?: string | undefined
  readonly known?: { readonly mergeLabels?: string } | undefined
}

/**
 * @param text 'Positive=positive,pos=positive'; what a backslash stands before is part of a label: ',', '=', a blank at its end, a backslash
 * @throws LstmError 'usage'
 */
export function labelMerges(text: string): LabelMerges {
  const merges = new Map<string, string>()
  for (const pair of pairsOf(text)) {
    const [label, meant, ...more] = pair
    if (!label || !meant || more.length > 0)
      throw wrong(`wants pairs such as Positive=positive,pos=positive, not '${pair.join('=')}'`)
    if (merges.has(label)) throw wrong(`names ${quoted(label)} twice`)
    merges.set(label, meant)
  }
  for (const [label, meant] of merges) {
    if (!merges.has(meant)) continue
    throw wrong(`reads ${quoted(label)} as ${quoted(meant)}, which is no label any more`)
  }
  return merges
}

/** Names between '=', between ','; without the blanks around them. */
function pairsOf(text: string): readonly (readonly string[])[] {
  const pairs = [['']]
  let blanks = ''
  for (const [piece, escaped] of text.matchAll(/\\([,=\\ ])|./gsu)) {
    const pair = pairs.at(-1)!
    if (piece === ',') pairs.push([''])
    else if (piece === '=') pair.push('')
    else if (piece.trim() === '') {
      blanks += piece
      continue
    } else {
      const name = pair.pop()!
      pair.push(name + (name && blanks) + (escaped ?? piece))
    }
    blanks = ''
  }
  return pairs
}

function wrong(what: string): LstmError {
  return new LstmError('usage', `--merge-labels ${what}`, {
    hint: "a pair is a label as it stands there, and the one that is meant; of a label with ',' or '=' in it these are written '\\,' and '\\='",
  })
}

/**
 * The examples with the labels that are meant: as it is asked for, else as the training had it whose model they are read for. Says when
 * they are through of how many texts that was another one.
 *
 * @param texts what messages call them: 'training text'
 * @param told whether it is said too which label that was asked for no text has
 * @throws LstmError 'usage'
 */
export function withMeantLabels(
  examples: AsyncIterable<Example>,
  { mergeLabels, known }: MergeRequest,
  talk: Talk,
  { texts, told }: { readonly texts: string; readonly told: boolean },
): AsyncIterable<Example> {
  const text = mergeLabels ?? known?.mergeLabels
  if (text === undefined) return examples
  return merged(examples, labelMerges(text), talk, { texts, asked: told && mergeLabels !== undefined })
}

async function* merged(
  examples: AsyncIterable<Example>,
  merges: LabelMerges,
  talk: Talk,
  { texts, asked }: { readonly texts: string; readonly asked: boolean },
): AsyncGenerator<Example> {
  const counts = new Map([...merges.keys()].map(label => [label, 0]))
  for await (const example of examples) {
    const meant = merges.get(example.label)
    if (meant === undefined) {
      yield example
      continue
    }
    counts.set(example.label, counts.get(example.label)! + 1)
    yield { ...example, label: meant }
  }
  for (const [label, count] of counts) {
    const said = `label ${quoted(label)}, read as ${quoted(merges.get(label)!)}`
    if (count > 0) talk.notice(`${said}: ${counted(count, texts)}`)
    else if (asked) talk.notice(`${said}: no ${texts} has it`)
  }
}
