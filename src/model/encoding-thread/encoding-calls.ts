import type { EncodedTexts } from '../encoded-texts.ts'
import type { ModelDescription } from '../model.ts'
import type { NgramPart } from '../ngram-part.ts'

/** What of a model encodes texts. */
export type SentEncoding = Omit<ModelDescription, 'vocabulary' | 'fingerprint'> & {
  readonly vocabulary: readonly string[] | undefined
  readonly ngrams: NgramPart
}

/** What the thread can be asked. */
export type EncodingCalls = {
  encode(texts: readonly string[]): Promise<EncodedTexts>
}
