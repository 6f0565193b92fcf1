import { createReadStream } from 'node:fs'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { systemReason } from '../files/failure.ts'
import { linesOf } from '../formats/lines.ts'
import { checkPieces, type PieceSource } from '../formats/work-pieces.ts'
import { figuresJson, figuresText } from '../library/measured-figures.ts'
import { mergedAnswers } from '../library/pieces/piece-of-answers.ts'
import { isOfSearch, mergedTrials, trialsIn } from '../library/search/merged-trials.ts'
import { foldLine, foldsLine } from '../library/training-told.ts'
import type { FoldFigures } from '../model/model.ts'
import { foldSchema } from '../storage/model-schema.ts'
import { Misfit, parsed } from '../storage/schema.ts'
import { summaryOf } from '../training/fold-summary.ts'
import { counted } from '../wording.ts'
import { showCheck } from './check.ts'
import { say, show, write, writeJson } from './output.ts'

export function mergeCommand(): Command {
  return new Command('merge')
    .summary('put together what --shard I/N has made')
    .description(
      'Puts the pieces that --shard I/N has made of predict, eval, check, train --folds or search together, in any order: what one machine alone would have given. A piece that is missing, there twice, cut off or of another work is refused.',
    )
    .argument('<piece...>', 'files with the pieces, all of them')
    .action(merge)
}

async function merge(paths: readonly string[]): Promise<void> {
  const sources = paths.map(fileSource)
  if (await isOfSearch(sources[0]!)) return mergeSearch(sources)
  const { work, total, texts } = await checkPieces(sources)
  if (work === 'folds') return mergeFolds(texts())
  if (work === 'eval') return mergeAnswers(texts())
  if (work === 'check') return mergeCheck(texts())
  for await (const text of texts()) await write(text)
  say(`${counted(total, 'text')} of ${counted(paths.length, 'piece')}`)
}

/** The figures of all answers, as `lstm eval` shows them. */
async function mergeAnswers(texts: AsyncIterable<string>): Promise<void> {
  const merged = await undamaged('an answer in a piece', () => mergedAnswers(texts))
  for (const notice of merged.notices) say(`lstm: ${notice}`)
  await (merged.format === 'json' ? writeJson(figuresJson(merged)) : show(figuresText(merged)))
}

/** All findings, as `lstm check` shows them. */
async function mergeCheck(texts: AsyncIterable<string>): Promise<void> {
  const { mergedCheck } = await import('../library/pieces/piece-of-check.ts')
  const { head, check } = await undamaged('a check in a piece', () => mergedCheck(texts))
  await showCheck(head, check)
}

/** The figures of each fold, and their means, as JSON lines. */
async function mergeFolds(texts: AsyncIterable<string>): Promise<void> {
  const folds: FoldFigures[] = []
  for await (const text of texts) {
    if (text !== '') folds.push(await undamaged('a fold in a piece', () => foldSchema(parsed(text))))
  }
  for (const fold of folds) {
    say(foldLine(fold))
    await writeJson({ event: 'fold', ...fold })
  }
  const summary = summaryOf(folds)
  say(foldsLine(summary))
  await writeJson({ event: 'folds', ...summary })
}

/** One trials.jsonl, from which `lstm search --resume` goes on. */
async function mergeSearch(sources: readonly PieceSource[]): Promise<void> {
  const files = await Promise.all(sources.map(trialsIn))
  for (const event of mergedTrials(files)) await writeJson(event)
  say(
    'as trials.jsonl in a folder, lstm search --resume --out FOLDER with the same flags but --shard, and --no-halving, trains the winner',
  )
}

function fileSource(path: string): PieceSource {
  return { name: path, lines: () => linesOf(textOf(path), path) }
}

async function* textOf(path: string): AsyncGenerator<string> {
  try {
    yield* createReadStream(path, { encoding: 'utf8' })
  } catch (error) {
    throw new LstmError('data', `cannot read the piece ${path}: ${systemReason(error)}`, {
      hint: 'name the files that --shard I/N has made',
      cause: error,
    })
  }
}

/** @throws LstmError 'data' where what it reads has not the shape that it ought to have */
async function undamaged<T>(what: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    throw new LstmError('data', `${what} is damaged: ${error.message}`, {
      hint: 'make the piece again with --shard',
    })
  }
}
