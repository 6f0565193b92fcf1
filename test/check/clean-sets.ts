/** Files of labelled texts that nothing is wrong with, each of another kind. */
import { Random } from '../../src/random.ts'
import { cleanRows, type PlantedRow } from './planted.ts'

/** So many different texts, by a seed. @param make may give one again, which is left out */
function distinct(
  count: number,
  seed: number,
  make: (random: Random, index: number) => PlantedRow,
): PlantedRow[] {
  const random = new Random(seed)
  const rows = new Map<string, PlantedRow>()
  while (rows.size < count) {
    const row = make(random, rows.size)
    rows.set(row.text, row)
  }
  return [...rows.values()]
}

const of = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length - 1)]!

const products = [
  'router',
  'invoice',
  'app',
  'login page',
  'parcel',
  'café card',
  'R&D portal',
  'e-mail account',
]
const people = ['Zoë', 'José', 'O’Neill', 'Müller', 'Ann-Marie', 'Dr. Smith', 'Łukasz']
const topics: Readonly<Record<string, readonly string[]>> = {
  billing: ['was charged twice', 'shows 19 < 20 €', 'wants a refund', 'has no VAT number', 'costs too much'],
  technical: [
    'does not start',
    'fails with error 0x80',
    'is slow since 5 pm',
    'lost my settings',
    'crashes 🙁',
  ],
  delivery: [
    'came late',
    'went to the neighbour',
    'is still in transit',
    'arrived damaged',
    'has no tracking',
  ],
  praise: [
    'works well 👍🏽',
    'was helped by your team <3',
    'is a joy',
    'got better every week',
    'saved my day',
  ],
}

/** What people write to a shop: amounts, names, signs, links; four labels, no two equally frequent. */
function tickets(): PlantedRow[] {
  const labels = Object.keys(topics)
  const shares = ['billing', 'billing', 'technical', 'technical', 'technical', 'delivery', 'praise']
  return distinct(420, 21, (random, i) => {
    const label = of(random, shares)
    const about = () => of(random, topics[random.uniform() < 0.85 ? label : of(random, labels)]!)
    const link =
      random.uniform() < 0.2 ? ` See https://shop.example/t/${i} or write to help@shop.example.` : ''
    return {
      text: `Hello, ${of(random, people)} here: my ${of(random, products)} ${about()}, and the ${of(random, products)} ${about()} (no. ${1000 + i}).${link}`,
      label,
    }
  })
}

const said: Readonly<Record<string, readonly string[]>> = {
  хорошо: ['отличный', 'добрый', 'тёплый', 'яркий', 'умный', 'смешной'],
  плохо: ['скучный', 'холодный', 'глупый', 'серый', 'слабый', 'пустой'],
}

/** Russian reviews, Latin names in some. */
function russian(): PlantedRow[] {
  return distinct(300, 22, (random, i) => {
    const label = i % 2 ? 'хорошо' : 'плохо'
    const word = () => of(random, said[random.uniform() < 0.85 ? label : of(random, Object.keys(said))]!)
    const name = of(random, ['Marvel', 'Netflix', 'Иванов', 'Тарковский', 'Петрова', 'Disney'])
    const about = of(random, ['сюжет', 'фильм', 'финал', 'сценарий', 'актёр', 'образ'])
    return {
      text: `Этот ${about} был ${word()} и ${word()}, а ${name} снял ${word()} конец, сказал зритель номер ${i}.`,
      label,
    }
  })
}

const asked: Readonly<Record<string, readonly string[]>> = {
  place: ['Where is', 'In which country lies', 'Which city has'],
  person: ['Who found', 'Who wrote about', 'Which woman led'],
  number: ['How many people saw', 'In what year came', 'What is the height of'],
}

/** Questions of a few words, three labels. */
function questions(): PlantedRow[] {
  return distinct(360, 23, (random, i) => {
    const label = of(random, Object.keys(asked))
    const thing = of(random, ['the bridge', 'a lake', 'the old mill', 'this tower', 'the comet', 'a king'])
    return { text: `${of(random, asked[label]!)} ${thing} of ${of(random, people)} ${i}?`, label }
  })
}

export const cleanSets: Readonly<Record<string, () => PlantedRow[]>> = {
  'film reviews': () => cleanRows(400, 1),
  tickets,
  'Russian reviews': russian,
  questions,
}
