import { shellWord } from '../wording.ts'
import { flag } from './table.ts'

/** Settings by their names as flags to be typed: `--data 'my reviews.csv' --no-header`. */
export function flagWords(given: object): string {
  const words = Object.entries(given).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? flag(name) : flag(name).replace('--', '--no-')
    return [flag(name), ...[value].flat().map(each => shellWord(String(each)))]
  })
  return words.join(' ')
}
