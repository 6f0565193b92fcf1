/**
 *     npx tsx bench/short-texts.ts 1600000 > short.csv
 *     time npx lstm train --data short.csv --out m
 *
 * Short texts of two classes by a seed: words of a Zipf distribution, one in four of which leans to a class, and turns to the other
 * after one of fifty that negate. Half of the texts beyond 5 tokens long have a word of their own (names, misspellings).
 */
import { once } from 'node:events'
import { Random } from '../src/random.ts'

const count = Number(process.argv[2] ?? 1_600_000)
const vocabulary = 200_000
const random = new Random(1)

/** Words by rank, of letters alone. */
const words = Array.from({ length: vocabulary }, (_, rank) => nameOf(rank))
/** Cumulated 1 / (rank + 10), by which a word is drawn. */
const sums = new Float64Array(vocabulary)
for (let rank = 0, sum = 0; rank < vocabulary; rank++) sums[rank] = sum += 1 / (rank + 10)

process.stdout.write('text,label\n')
let piece = ''
for (let n = 0; n < count; n++) {
  const label = random.integer(1)
  const length = 4 + random.integer(15)
  const text: string[] = []
  let negated = false
  while (text.length < length) {
    const rank = drawnRank()
    const leans = rank % 4 === 3
    // Of the words that lean, four of five stand where they belong.
    if (leans && random.uniform() < 0.8 && (((rank >> 2) & 1) === label) === negated) continue
    negated = rank % 50 === 7
    text.push(words[rank]!)
  }
  if (length > 8 && random.integer(1)) text.push(nameOf(vocabulary + random.integer(2 ** 22 - 1)))
  piece += `${text.join(' ')}.,${label ? 'good' : 'bad'}\n`
  if (piece.length < 1 << 16 && n + 1 < count) continue
  if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
  piece = ''
}

function drawnRank(): number {
  const wanted = random.uniform() * sums[vocabulary - 1]!
  let [low, high] = [0, vocabulary - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** The digits of a number to the base of 20 consonants with their vowels: another one for each. */
function nameOf(number: number): string {
  const syllables: string[] = []
  for (let left = number; syllables.length === 0 || left > 0; left = Math.floor(left / 100)) {
    syllables.push('bcdfghjklmnpqrstvwxz'[left % 20]! + 'aeiou'[Math.floor(left / 20) % 5]!)
  }
  return syllables.join('')
}
