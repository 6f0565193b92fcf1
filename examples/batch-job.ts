/**
 * Classifies a file of any size, line by line, into another: the file is read no faster than the answers are written, and memory is
 * bounded.
 *
 *     npx tsx examples/batch-job.ts texts.txt answers.tsv
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { load } from 'lstm'

const [input = 'data/sample.csv', output = '/dev/stdout'] = process.argv.slice(2)
await using model = await load()

async function* lines() {
  const texts = createInterface({ input: createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const { label, probability, text } of model.predictAll(texts)) {
    yield `${label}\t${probability}\t${text}\n`
  }
}
await pipeline(Readable.from(lines()), createWriteStream(output))
