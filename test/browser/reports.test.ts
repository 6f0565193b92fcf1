/** The pages that commands write with --report, in a real browser: no fault by WCAG 2.1 AA, on a phone and on a desk, light and dark. */
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../../src/random.ts'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import {
  browserName,
  colourSchemes,
  inBrowser,
  newPage,
  noBrowser,
  showIn,
  startBrowser,
} from './real-browser.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const labels = ['a label of many words', 'newspapers', 'spam']

/** Texts of some labels, whose words tell the label most of the time; one in ten has something wrong with it. */
function csv(count: number, classes: number, seed: number): string {
  const random = new Random(seed)
  const rows = Array.from({ length: count }, (_, i) => {
    const label = i % classes
    const words = Array.from({ length: 3 + random.integer(60) }, () => {
      const about = random.uniform() < 0.5 ? label : random.integer(classes - 1)
      return `${labels[about]!.slice(0, 4).trim()}${random.integer(30)}`
    })
    return `${i % 10 === 3 ? '<b>caf\u00c3\u00a9</b> ' : ''}${words.join(i === 13 ? '%20' : ' ')} ${i},${labels[label]},shop ${i % 4}`
  })
  return `text,label,shop\n${rows.join('\n')}\n`
}

/** axe is a script, and a report's own policy allows none. */
const options = { ignoresPolicies: true }

describe.skipIf(noBrowser)(`in ${browserName}${noBrowser ? `: ${noBrowser}` : ''}`, inBrowser, () => {
  const folder = temporaryFolder()
  let browser: Browser

  const lstm = async (...args: string[]) => {
    expect(await runLstm(args, { folder })).toMatchObject({ code: 0 })
  }

  beforeAll(async () => {
    browser = await startBrowser(options)
    for (const classes of [2, 3]) {
      await writeFile(join(folder, `train${classes}.csv`), csv(240, classes, 1))
      await writeFile(join(folder, `new${classes}.csv`), csv(120, classes, 2))
    }
    const words = ['--tokenizer', 'words-2', '--test-portion', '0']
    const network = ['--preset', 'official', '--dimension', '4', '--maxlen', '0', '--max-epochs', '2']
    const ngrams = ['--no-network', '--ngrams']
    await lstm(
      'train',
      '--data',
      'train2.csv',
      ...words,
      ...network,
      '--validation-interval',
      '3',
      '--out',
      'network',
    )
    await lstm('train', '--data', 'train2.csv', ...words, ...ngrams, '--out', 'ngrams')
    await lstm('train', '--data', 'train3.csv', ...words, ...ngrams, '--out', 'three')
  }, 60_000)
  afterAll(() => browser?.close())

  it.each([
    ['eval', ['eval', '--checkpoint', 'network', '--data', 'new2.csv', '--slice', 'shop']],
    ['eval of three labels', ['eval', '--checkpoint', 'three', '--data', 'new3.csv']],
    ['compare', ['compare', 'network', 'ngrams', '--data', 'new2.csv']],
    ['check', ['check', 'train2.csv', '--test', 'new2.csv']],
    ['search', ['search', '--data', 'train3.csv', '--trials', '3', '--out', 'search']],
  ])(
    'the page of %s is accessible (axe: WCAG 2.1 AA) and fits, at 375 and 1180 pixels, light and dark',
    async (_, args) => {
      await lstm(...args, '--report', 'page.html')
      const page = await newPage(browser, options)
      for (const width of [375, 1180]) {
        await page.setViewport({ width, height: 812 })
        for (const scheme of colourSchemes) {
          await showIn(page, scheme)
          await page.goto(pathToFileURL(join(folder, 'page.html')).href)
          await page.evaluate(await readFile(axe, 'utf8'))
          const violations = await page.evaluate(
            `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) =>
            violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html, failureSummary }) => html + failureSummary) })))`,
          )
          expect([width, scheme, violations]).toEqual([width, scheme, []])
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
          // What a card holds stays in it, but for what can be scrolled: a table, a drawing.
          const wider = await page.evaluate(
            `[...document.querySelectorAll('.card, .card *')].filter(one =>
              one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.closest('.scroll') && getComputedStyle(one).display !== 'inline'
            ).map(one => one.outerHTML.slice(0, 200))`,
          )
          expect([width, wider]).toEqual([width, []])
          // No word of a table's first column stands a letter a line.
          const narrowest = await page.evaluate(
            `Math.min(...[...document.querySelectorAll('th:first-child')].map(cell => cell.getBoundingClientRect().width), 999)`,
          )
          expect(narrowest).toBeGreaterThan(80)
          const broken = await page.evaluate(
            `[...document.querySelectorAll('th')].filter(cell => cell.textContent === 'newspapers').filter(cell => {
              const range = document.createRange()
              range.selectNodeContents(cell)
              return range.getClientRects().length > 1
            }).length`,
          )
          expect([width, broken]).toEqual([width, 0])
        }
      }
      await page.close()
    },
  )
})
