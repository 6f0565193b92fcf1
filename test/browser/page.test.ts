/** The page in a real browser, used as a person uses it. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'
import {
  browserName,
  colourSchemes,
  inBrowser,
  noBrowser,
  type StaticServer,
  serve,
  showIn,
  startBrowser,
} from './real-browser.ts'

const dist = fileURLToPath(new URL('../../dist/page/', import.meta.url))
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Texts that a network of any size learns in seconds. */
function filmRows(count: number): string {
  const words = [
    ['boring', 'awful', 'dull', 'tedious'],
    ['wonderful', 'great', 'moving', 'brilliant'],
  ] as const
  const rows = Array.from({ length: count }, (_, n) => {
    const [first, second] = [words[n % 2]![n % 4], words[n % 2]![(n >> 2) % 4]]
    return `"A ${first} film, number ${n}, with a ${second} story.",${n % 2 ? 'positive' : 'negative'}`
  })
  return `review,sentiment\n${rows.join('\n')}\n`
}

function eventually(holds: () => Promise<void>): Promise<void> {
  return vi.waitFor(holds, { timeout: 40_000, interval: 100 })
}

describe.skipIf(noBrowser)(`in ${browserName}${noBrowser ? `: ${noBrowser}` : ''}`, inBrowser, () => {
  const folder = temporaryFolder()
  const films = join(folder, 'films.csv')
  let browser: Browser
  let server: StaticServer

  beforeAll(async () => {
    await writeFile(films, filmRows(400))
    browser = await startBrowser()
    server = await serve({ '/page/': dist }, { isolated: true })
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** The page, its model loaded where it has one. What it complains of or asks others for fails the test. */
  async function openPage(
    address = `${server.address}/page/`,
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.createBrowserContext({
      downloadBehavior: { policy: 'allow', downloadPath: folder },
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(String(error)))
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('dialog', dialog => {
      if (dialog.type() === 'alert') complaints.push(`an alert: ${dialog.message()}`)
      void dialog.accept()
    })
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol === 'http:' && origin !== new URL(address).origin) complaints.push(request.url())
    })
    await page.goto(address)
    await hasModel(page)
    return { page, complaints }
  }

  function hasModel(page: Page): Promise<unknown> {
    return page.waitForSelector('#model-download:not(:disabled)')
  }

  async function closed({ page, complaints }: { page: Page; complaints: string[] }): Promise<void> {
    expect(await page.$eval('#problem', element => element.textContent)).toBe('')
    await page.browserContext().close()
    expect(complaints).toEqual([])
  }

  async function give(page: Page, input: string, path: string): Promise<void> {
    const element = (await page.$(input)) as ElementHandle<HTMLInputElement>
    await element.uploadFile(path)
  }

  function textOf(page: Page, selector: string): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what a person sees of it
    return page.$eval(selector, element => (element as HTMLElement).innerText)
  }

  async function status(page: Page, wanted: RegExp): Promise<void> {
    await eventually(async () => expect(await textOf(page, '#training-status')).toMatch(wanted))
  }

  it('answers what the command line answers, and marks the words, within 300 ms a key at 300 words', async () => {
    const opened = await openPage()
    const { page } = opened
    const text = `${'It is not a bad film, but a long one. '.repeat(33)}Wonderful!`
    await page.$eval(
      '#text',
      (field, text) => {
        const area = field as HTMLTextAreaElement
        area.value = text
        area.dispatchEvent(new Event('input'))
      },
      text,
    )
    await page.waitForSelector('#marks mark')
    await page.focus('#text')
    await page.keyboard.press('End')
    await page.keyboard.type('!!!!!!!!!!', { delay: 60 })
    const typed = `${text}!!!!!!!!!!`
    await page.waitForFunction(`document.querySelector('#answer-status').textContent !== ''`)
    expect(await page.$eval('#marks', element => element.textContent)).toBe(`${typed}\n`)
    const keys = (await page.evaluate(
      `performance.getEntriesByName('key to marks').map(({ duration }) => duration).slice(2).sort((a, b) => a - b)`,
    )) as number[]
    expect(keys.length).toBeGreaterThan(3)
    expect(keys[keys.length >> 1]).toBeLessThan(300)

    const { stdout } = await runLstm(['predict', '--checkpoint', join(dist, 'model.safetensors')], {
      input: typed,
      folder,
    })
    const [label, probability] = stdout.split('\t')
    expect(await textOf(page, '.verdict')).toBe(`${label} ${(100 * Number(probability)).toFixed(1)} %`)
    await closed(opened)
  })

  it('trains, is stopped, goes on after a reload, and its model is a file for lstm predict', async () => {
    const many = join(folder, 'many.csv')
    await writeFile(many, filmRows(2000))
    const opened = await openPage()
    const { page } = opened
    await page.click('#tab-train')
    await give(page, '#train-file', many)
    await page.waitForSelector('#train-form:not([hidden])')
    await page.select('#train-parts', 'network')
    await page.click('#train-form button')
    await status(page, /^Epoch/)
    await page.click('#training-stop')
    await status(page, /^Stopped, and kept/)

    await page.reload()
    await hasModel(page)
    await page.click('#tab-train')
    await page.waitForSelector('#kept button')
    expect(await textOf(page, '#kept')).toMatch(/many – many\.csv, stopped after \d+ updates/)
    await page.click('#kept button')
    await status(page, /^Done/)
    expect(await textOf(page, '#training-end')).toMatch(/Right answers/)
    await page.waitForSelector('#training-curves figure:last-child svg .line')

    await page.click('#model-download')
    const file = join(folder, 'many.safetensors')
    await eventually(async () => expect((await readFile(file)).length).toBeGreaterThan(1000))
    await page.click('#tab-write')
    await page.type('#text', 'A brilliant story, and a moving one.')
    await page.waitForFunction(`document.querySelector('#answer-status').textContent !== ''`)
    const { stdout } = await runLstm(['predict', '--checkpoint', file], {
      input: 'A brilliant story, and a moving one.',
      folder,
    })
    const [label, probability] = stdout.split('\t')
    expect(await textOf(page, '.verdict')).toBe(`${label} ${(100 * Number(probability)).toFixed(1)} %`)
    await closed(opened)
  })

  it('measures and compares on a file, and writes the report of lstm eval', async () => {
    const opened = await openPage()
    const { page } = opened
    await page.click('#tab-train')
    await give(page, '#train-file', films)
    await page.waitForSelector('#train-form:not([hidden])')
    await page.click('#train-form button')
    await status(page, /^Done/)
    await page.click('#training-end button:last-of-type')
    await page.waitForSelector('#figures-heading')
    expect(await textOf(page, '#measured')).toMatch(/Of 40 texts\. 360 that it was trained on are left out\./)
    await page.click('#tab-compare')
    await give(page, '#compare-file', films)
    await page.waitForSelector('#compare-start:not([hidden])')
    await page.click('#compare-start')
    await page.waitForSelector('#compared table')
    expect(await textOf(page, '#compared')).toMatch(/Of 40 texts\./)
    await eventually(async () => expect(page.workers().length).toBe(2))
    await page.click('#model-leave')
    await page.click('#model-leave')
    await eventually(async () => expect(page.workers().length).toBe(0))
    await closed(opened)
  })

  it('reads what Excel exports: the columns that look like text and label, in its encoding, and says what a model is worth', async () => {
    const opened = await openPage()
    const { page } = opened
    const rows = Array.from({ length: 60 }, (_, n) =>
      n % 3
        ? `${100 + n};Die Rechnung fehlt für März ${n};Büro`
        : `${100 + n};Die Tür ist kaputt seit ${n} Tagen;Gebäude`,
    )
    const excel = join(folder, 'excel.csv')
    await writeFile(excel, `Nr;Nachricht;Abteilung\r\n${rows.join('\r\n')}\r\n`, 'latin1')
    const choices = () =>
      page.$$eval('#train-columns select', all => all.map(({ selectedOptions }) => selectedOptions[0]!.text))
    await page.click('#tab-train')
    await give(page, '#train-file', join(dist, 'icon.svg'))
    await page.waitForSelector('#problem:not([hidden])')
    await give(page, '#train-file', excel)
    await page.waitForSelector('#train-form:not([hidden])')
    expect(await textOf(page, '#problem')).toBe('')
    expect(await choices()).toEqual(['Nachricht', 'Abteilung', 'Western European (Windows-1252)'])
    expect(await textOf(page, '#train-columns')).toMatch(/It is no UTF-8\.[\s\S]*für März/)
    await page.select('#train-columns label:last-of-type select', 'windows-1251')
    await eventually(async () => expect(await textOf(page, '#train-columns')).toMatch(/fьr Mдrz/))
    // What cannot be read so is read as before, and the choice is still there.
    await page.select('#train-columns label:last-of-type select', 'euc-kr')
    await page.waitForSelector('#problem:not([hidden])')
    expect(await textOf(page, '#problem')).toMatch(
      /^excel\.csv:2: bytes that are no EUC-KR text\s*choose how the file is written, beside its columns/,
    )
    expect((await choices())[2]).toBe('Cyrillic (Windows-1251)')
    await page.select('#train-columns label:last-of-type select', 'windows-1252')
    await eventually(async () => expect(await textOf(page, '#train-columns')).toMatch(/für März/))
    await page.click('#train-form button')
    await status(page, /^Done/)
    expect(await textOf(page, '#training-end')).toMatch(/Without a model\s+66\.7 %/)
    expect(await textOf(page, '#model-facts')).toMatch(/Labels: Büro, Gebäude\./)

    const unmarked = join(folder, 'unmarked.csv')
    await writeFile(unmarked, 'text,label\nsehr schön,gut\nnicht schön,schlecht\n', 'utf16le')
    await give(page, '#train-file', unmarked)
    await eventually(async () => expect((await choices())[2]).toBe('UTF-16'))
    await give(page, '#model-file', unmarked)
    await page.waitForSelector('#problem:not([hidden])')
    expect(await textOf(page, '#problem')).toMatch(/^unmarked\.csv is damaged or not a model file/)

    // Nothing is trained on a column that nobody chose.
    const unclear = join(folder, 'unclear.csv')
    await writeFile(unclear, `a,b,c\n${'x,y,z\nu,v,w\n'.repeat(5)}`)
    await give(page, '#train-file', unclear)
    await eventually(async () =>
      expect(await choices()).toEqual(['choose…', 'choose…', 'UTF-8, or as the file says']),
    )
    await page.click('#train-form button')
    await page.waitForSelector('#problem:not([hidden])')
    expect(await textOf(page, '#problem')).toMatch(/which column is the text in\?/)
    await page.click('#problem button')
    await closed(opened)
  })

  it('takes no text, label or name of a column for markup', async () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    const path = join(folder, 'evil.csv')
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
    const rows = Array.from({ length: 60 }, (_, n) =>
      [`${evil} ${n % 2 ? 'good' : 'bad'} "><b>${n}`, `${evil}${n % 2}`].map(cell).join(','),
    )
    await writeFile(path, `${[`text${evil}`, `label${evil}`].map(cell).join(',')}\n${rows.join('\n')}\n`)
    const opened = await openPage()
    const { page } = opened
    await page.click('#tab-train')
    await give(page, '#train-file', path)
    await page.waitForSelector('#train-form:not([hidden])')
    expect(await textOf(page, '#train-columns')).toContain(evil)
    await page.$eval('#train-name', (input, name) => ((input as HTMLInputElement).value = name), evil)
    await page.click('#train-form button')
    await status(page, /^Done/)
    await page.click('#training-end button:last-of-type')
    await page.waitForSelector('#figures-heading')
    await page.click('#tab-write')
    await page.type('#text', `${evil} good`)
    await page.waitForSelector('.verdict')
    for (const tag of ['img', 'script:not([src])', 'b', 'iframe']) expect(await page.$(tag)).toBeNull()
    await page.waitForFunction(
      (label: string) => document.querySelector('.verdict')?.textContent?.includes(label),
      {},
      evil,
    )
    await closed(opened)
  })

  it('opens without a network, and with threads, once it was there, from a server without headers', async () => {
    const plain = await serve({ '/deep/in/a/folder/': dist }, { isolated: false })
    const opened = await openPage(`${plain.address}/deep/in/a/folder/`)
    const { page } = opened
    expect(await page.evaluate('crossOriginIsolated')).toBe(false)
    expect(await textOf(page, '#machine')).toMatch(/one thread/)
    await page.evaluate('navigator.serviceWorker.ready')
    await page.reload()
    await hasModel(page)
    plain.close()
    await page.reload()
    await hasModel(page)
    expect(await page.evaluate('crossOriginIsolated')).toBe(true)
    await page.type('#text', 'Wonderful!')
    await page.waitForSelector('.verdict')
    opened.complaints.length = 0
    await closed(opened)
  })

  it('works from a disk, where it is opened by its path', async () => {
    const place = join(folder, 'on disk')
    await mkdir(place)
    for (const file of ['index.html', 'page.css', 'panels.css', 'page.js', 'worker-as-text.js', 'icon.svg']) {
      await copyFile(join(dist, file), join(place, file))
    }
    const page = await browser.newPage()
    await page.goto(pathToFileURL(join(place, 'index.html')).href)
    await eventually(async () => expect(await textOf(page, '#machine')).toMatch(/one thread/))
    await give(page, '#model-file', join(dist, 'model.safetensors'))
    await hasModel(page)
    await page.type('#text', 'Wonderful!')
    // The verdicts of its beginnings come first.
    await page.waitForFunction(`/^positive/.test(document.querySelector('.verdict')?.textContent ?? '')`)
    await page.close()
  })

  it('is for everybody: no violation of WCAG 2.1 AA, no scrolling sideways on a phone, by the keyboard alone', async () => {
    const opened = await openPage()
    const { page } = opened
    await page.setViewport({ width: 375, height: 812 })
    await page.type('#text', 'A wonderful film, but boring.')
    await page.waitForSelector('.verdict')
    await page.evaluate(await readFile(axe, 'utf8'))
    const found: unknown[] = []
    for (const scheme of colourSchemes) {
      await showIn(page, scheme)
      for (const tab of ['write', 'train', 'measure', 'compare']) {
        await page.click(`#tab-${tab}`)
        if (tab === 'train' && scheme === 'light') {
          await give(page, '#train-file', films)
          await page.waitForSelector('#train-form:not([hidden])')
        }
        const violations = (await page.evaluate(
          `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) =>
            violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html, failureSummary }) => html + failureSummary) })))`,
        )) as unknown[]
        found.push(...violations)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
      }
    }
    expect(found).toEqual([])
    await page.click('#tab-write')
    await page.focus('#tab-write')
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-train')
    expect(await page.$eval('#panel-train', panel => (panel as HTMLElement).hidden)).toBe(false)
    await page.keyboard.press('Home')
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-write')
    await closed(opened)
  })
})
