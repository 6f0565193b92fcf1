/**
 * Answers a stream of messages, such as a topic of Kafka, in batches as large as they come: the consumer is read ahead while answers
 * are computed, and waits when they are not taken. A message's offset is committed when its answer is through.
 *
 *     npx tsx examples/message-stream.ts
 */
import { load } from 'lstm'

interface Message {
  readonly offset: number
  readonly value: string
}

/** Stands for a consumer of a topic: messages come one by one, some at once, some later. */
async function* consume(): AsyncGenerator<Message> {
  for (let offset = 0; offset < 200; offset++) {
    if (offset % 50 === 0) await new Promise(resolve => setTimeout(resolve, 5))
    yield { offset, value: offset % 2 ? 'A wonderful film.' : 'Boring from the first minute.' }
  }
}

await using model = await load<'negative' | 'positive'>()

/** The messages on their way: answers come in the order of the texts. */
const underWay: Message[] = []
async function* texts(): AsyncGenerator<string> {
  for await (const message of consume()) {
    underWay.push(message)
    yield message.value
  }
}

const counts = { negative: 0, positive: 0 }
let committed = -1
for await (const { label } of model.predictAll(texts())) {
  const { offset } = underWay.shift()!
  counts[label]++
  committed = offset
}
console.log(JSON.stringify({ ...counts, committed }))
