import { createHash } from 'node:crypto'
import { pieceBegin, pieceEnd, pieceItem } from '../formats/work-pieces.ts'
import type { CorpusFiles } from '../library/read-corpus.ts'
import { shardOfFolds, type TrainOptions } from '../library/start-training.ts'
import { flag } from '../settings/table.ts'
import { jsonLine, say, write } from './output.ts'
import type { Shard } from './shard-option.ts'
import { foldLine } from './training-report.ts'

/** Measures a piece of the folds and writes it to stdout, for `lstm merge`. */
export async function writeFolds(data: CorpusFiles, options: TrainOptions, shard: Shard): Promise<void> {
  const { about, folds, figures } = await shardOfFolds(data, options, shard, flag)
  await write(pieceBegin({ work: 'folds', ...shard, head: '' }))
  let count = 0
  for await (const fold of figures) {
    say(foldLine(fold))
    await write(pieceItem(fold.fold - 1, jsonLine(fold)))
    count++
  }
  const key = createHash('sha256').update(about).digest('hex')
  await write(pieceEnd({ end: count, total: folds, key }))
}
