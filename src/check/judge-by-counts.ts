/**
 * N-grams that judge by counts alone (ngram-fit.ts), some texts at a time. Of thousands of labels the scores of all texts would fill
 * gigabytes, and their probabilities take minutes; what is wanted of them is two numbers a text.
 */
import { textHashes } from '../data/fingerprint.ts'
import { joinedArrays } from '../joined-arrays.ts'
import { fitMixing } from '../model/mixing.ts'
import { NgramScorer, scoreColumns } from '../model/ngram-part.ts'
import { type CountedNgrams, countNgrams } from '../text/ngram-counting.ts'
import type { Sequences } from '../text/sequences.ts'
import { dealFolds } from '../training/folds.ts'
import { classCounts, ofClasses } from '../training/ngrams/fitting/fit-models.ts'
import { scoresOf } from '../training/ngrams/logistic-regression.ts'
import { lengthFactors } from '../training/ngrams/ngram-fit.ts'
import { ratioScales } from '../training/ngrams/ngram-scales.ts'
import { type Judge, type JudgeOptions, logSoftmax, rightOf } from './judge.ts'
import { type Doubts, joinedDoubts } from './label-errors.ts'

/** @param folds into which training texts are dealt, @param atOnce scores that are kept at once */
export function judgeByCounts(
  words: readonly string[],
  options: JudgeOptions,
  folds: number,
  atOnce: number,
): Judge {
  const { classes, salt } = options
  const perBlock = Math.max(1, Math.floor(atOnce / classes))
  const counting = (texts: Sequences, breathe: () => Promise<void>) =>
    countNgrams(texts, words, { ...options, breathe })

  /** The scores of texts, block by block, by what was counted of training texts. */
  function* scoresOn(
    counted: CountedNgrams,
    weights: Float64Array,
    { tokens, offsets, labels }: Sequences,
  ): Generator<{ readonly heldOut: Int32Array; readonly scores: Float64Array }> {
    const scorer = new NgramScorer({
      ...{ kinds: options.kinds, classes, keys: counted.keys, weights: Float32Array.from(weights) },
      bias: new Float32Array(scoreColumns(classes)),
    })
    scorer.learn(words)
    for (const heldOut of blocksOf(Int32Array.from(labels.keys()), perBlock)) {
      const rows = Array.from(heldOut, text =>
        scorer.scores(tokens.subarray(offsets[text], offsets[text + 1])),
      )
      yield { heldOut, scores: joinedArrays(Float64Array, rows) }
    }
  }

  return {
    async all(train, test, breathe) {
      const { texts } = train
      const counted = await counting(texts, () => breathe(0))
      const weightsOf = (indices: Int32Array) => weightsBy(counted, texts, indices, classes)
      const lengths = lengthFactors(texts)
      const foldOf = dealFolds(texts.labels, textHashes(texts, words), folds, salt)
      const every = Int32Array.from(texts.labels.keys())
      let factor: number | undefined
      let right = 0
      const blocks: Doubts[] = []
      for (let fold = 0; fold < folds; fold++) {
        const weights = weightsOf(every.filter(text => foldOf[text] !== fold))
        const bias = new Float64Array(scoreColumns(classes))
        const scored = (some: Int32Array) =>
          ofClasses(scoresOf({ rows: counted.rows, lengths }, some, { weights, bias }), classes)
        const labelsOf = (some: Int32Array) => some.map(text => texts.labels[text]!)
        const heldOut = every.filter(text => foldOf[text] === fold)
        if (factor === undefined) {
          const some = evenly(heldOut, perBlock)
          factor = fitMixing([scored(some)], labelsOf(some), classes)[0]!
        }
        for (const block of blocksOf(heldOut, perBlock)) {
          await breathe(fold / (folds + 1))
          const scores = scored(block)
          right += rightOf(scores, labelsOf(block), classes)
          blocks.push(train.doubtsOf({ heldOut: block, logs: logsOf(scores, factor) }))
        }
      }
      const judged = { accuracy: right / texts.labels.length, doubts: joinedDoubts(blocks) }
      if (!test) return judged
      const ofTest: Doubts[] = []
      for (const { heldOut, scores } of scoresOn(counted, weightsOf(every), test.texts)) {
        await breathe(folds / (folds + 1))
        ofTest.push(test.doubtsOf({ heldOut, logs: logsOf(scores, factor!) }))
      }
      return { ...judged, ofTest: joinedDoubts(ofTest) }
    },
    async accuracy(train, test, breathe) {
      const counted = await counting(train, () => breathe(0))
      const weights = weightsBy(counted, train, Int32Array.from(train.labels.keys()), classes)
      let right = 0
      for (const { heldOut, scores } of scoresOn(counted, weights, test)) {
        await breathe(1 / 2)
        right += rightOf(
          scores,
          Int32Array.from(heldOut, text => test.labels[text]!),
          classes,
        )
      }
      return right / Math.max(1, test.labels.length)
    },
  }

  function logsOf(scores: Float64Array, factor: number): Float64Array {
    return logSoftmax(
      scores.map(score => factor * score),
      classes,
    )
  }
}

/** The class ratios of n-grams in some of the texts. */
function weightsBy(counted: CountedNgrams, texts: Sequences, indices: Int32Array, classes: number) {
  const counts = classCounts({ counted, labels: texts.labels, classes }, indices)
  return ratioScales(counted, counts, classes, scoreColumns(classes))
}

function* blocksOf(texts: Int32Array, size: number): Generator<Int32Array> {
  for (let start = 0; start < texts.length; start += size) yield texts.subarray(start, start + size)
}

/** About so many of the texts, from all over them: a file may be sorted by its labels. */
function evenly(texts: Int32Array, count: number): Int32Array {
  const step = Math.ceil(texts.length / count)
  return texts.filter((_, i) => i % step === 0)
}
