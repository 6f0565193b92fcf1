import { pieceBegin, pieceEnd, pieceItem, type Shard } from '../../formats/work-pieces.ts'
import { host } from '../../host/index.ts'
import type { FoldFigures } from '../../model/model.ts'
import type { TrainOptions } from '../checked-training.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { shardOfFolds } from '../start-training.ts'

/**
 * Measures a piece of the folds.
 *
 * @param options whose `folds` says how many there are
 * @param nameOf how messages call a setting
 * @param onFold told each fold that is done
 * @returns the lines of the piece, for `lstm merge`, each as soon as it is known
 * @throws LstmError 'usage' where there are no folds
 */
export async function* pieceOfFolds(
  data: CorpusFiles,
  options: TrainOptions,
  shard: Shard,
  nameOf: (setting: string) => string,
  onFold: (fold: FoldFigures) => void,
): AsyncGenerator<string, void> {
  const { about, folds, figures } = await shardOfFolds(data, options, shard, nameOf)
  yield pieceBegin({ work: 'folds', ...shard, head: '' })
  let count = 0
  for await (const fold of figures) {
    onFold(fold)
    yield pieceItem(fold.fold - 1, JSON.stringify(fold))
    count++
  }
  const hash = host.sha256()
  hash.update(new TextEncoder().encode(about))
  yield pieceEnd({ end: count, total: folds, key: hash.digest() })
}
