import { expect, it } from 'vitest'
import { latest } from '../../src/browser/page/latest.ts'
import { namesFlags, withoutFlags } from '../../src/browser/page/without-flags.ts'

it('of all that is asked for while there is work, only the last is done', async () => {
  const done: number[] = []
  let go = () => {}
  const ask = latest(async (given: number) => {
    await new Promise<void>(resolve => {
      go = resolve
    })
    done.push(given)
  })
  for (const given of [1, 2, 3]) ask(given)
  go()
  await new Promise(resolve => setTimeout(resolve))
  go()
  await new Promise(resolve => setTimeout(resolve))
  expect(done).toEqual([1, 3])
})

it('what is asked for after a failure is done as well', async () => {
  const done: number[] = []
  const ask = latest(async (given: number) => {
    if (given === 1) throw new Error('a fault of the page')
    done.push(given)
  }) as (given: number) => unknown
  await expect(ask(1)).rejects.toThrow('a fault of the page')
  await ask(2)
  expect(done).toEqual([2])
})

it('what the library says is shown without flags', () => {
  expect(withoutFlags('no network: fewer than 5,000 texts (--network trains one)')).toBe(
    'no network: fewer than 5,000 texts',
  )
  expect(withoutFlags('a.csv: 3 rows are left out (--skip-bad), the first above')).toBe(
    'a.csv: 3 rows are left out, the first above',
  )
  expect(withoutFlags('x (two) -- y')).toBe('x (two) -- y')
  expect(namesFlags('choose it with --text-column NAME')).toBe(true)
  expect(namesFlags('a well-known -- fact')).toBe(false)
})
