/**
 *     npx tsx bench/sentences.ts [MODEL...]
 *
 * How right models of sentiment are about short sentences whose words alone mislead (sentences-list.ts), by what makes them hard: a row of
 * a Markdown table a group, a column a model. Without a model: the pretrained one.
 */
import { load } from '../src/index.ts'
import { sentences } from './sentences-list.ts'

const paths = process.argv.slice(2)
const columns: { readonly name: string; readonly right: number[] }[] = []
for (const path of paths.length > 0 ? paths : [undefined]) {
  await using model = await load(path)
  const right: number[] = []
  for (const [positive, negative] of Object.values(sentences)) {
    const answers = await model.predict([...positive, ...negative])
    right.push(
      answers.filter(({ label }, n) => label === (n < positive.length ? 'positive' : 'negative')).length,
    )
  }
  columns.push({ name: path ?? 'pretrained', right })
}

const sizes = Object.values(sentences).map(([positive, negative]) => positive.length + negative.length)
const row = (cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`)
row(['sentences', 'number', ...columns.map(({ name }) => name)])
row(['---', '---', ...columns.map(() => '---')])
for (const [n, group] of Object.keys(sentences).entries()) {
  row([group, sizes[n]!, ...columns.map(({ right }) => right[n]!)])
}
row(['all', sum(sizes), ...columns.map(({ right }) => sum(right))])

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
