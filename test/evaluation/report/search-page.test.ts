import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paretoFront, type SearchedTrial, searchPage } from '../../../src/evaluation/report/search-page.ts'

const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">`

const trial = (n: number, changes: Partial<SearchedTrial> = {}): SearchedTrial => ({
  ...{ trial: n, error: 0.1 + 0.02 * n, share: 1, bytes: 1000 * (n + 1), seconds: 1, spent: n + 1 },
  ...{
    allowed: true,
    flags: `--ngram-words ${n}`,
    settings: { '--ngram-words': n, '--network': n % 2 === 0 },
  },
  ...changes,
})

const report = (trials: readonly SearchedTrial[], mattered = ['--ngram-words', '--network']) =>
  searchPage({ facts: [['Data', hostile]], trials, mattered })

describe('searchPage', () => {
  it('shows each trial in every drawing that it belongs to (the first for desk and phone), and names what is best', () => {
    const page = report([trial(0), trial(1, { allowed: false }), trial(2, { share: 1 / 3, allowed: false })])
    expect(page.match(/<circle [^>]*><title>trial 0:/g)).toHaveLength(4)
    expect(page.match(/<circle class="dot second"[^>]*><title>trial 1:/g)).toHaveLength(4)
    expect(page.match(/<circle class="dot third"[^>]*><title>trial 2:/g)).toHaveLength(2)
    expect(page).toContain('Trial 0 has the least error.')
    expect(page).toContain('>--network</text>')
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('explains the colours of the trials that there are', () => {
    const legend = (trials: readonly SearchedTrial[]) =>
      [...(/<p class="legend">(.*?)<\/p>/.exec(report(trials))?.[1] ?? '').matchAll(/>([^<]+)<\/span>/g)].map(
        ([, name]) => name,
      )
    expect(legend([trial(0), trial(1)])).toEqual(['all texts'])
    expect(legend([trial(0), trial(1, { share: 1 / 3 }), trial(2, { allowed: false })])).toEqual([
      'all texts',
      'a part of the texts',
      'out of bounds',
    ])
  })

  it('draws each trial through its settings and its error: on each axis the lowest value below, the highest above', () => {
    const page = report([trial(0), trial(1), trial(2)], ['--ngram-words'])
    const axes = [...page.matchAll(/<path class="grid" d="M([\d.]+) ([\d.]+)V([\d.]+)"\/><text/g)]
    expect(axes).toHaveLength(2)
    const points = [...page.matchAll(/d="M([^"]*)"><title>trial (\d): error/g)].map(([, path, number]) => [
      number,
      // Each point's height, as a share of the axis.
      path!.split(/[ML]/).map((point, n) => {
        const [, below, above] = axes[n]!.slice(1).map(Number)
        return (below! - Number(point.split(/[ ,]/)[1])) / (below! - above!)
      }),
    ])
    expect(Object.fromEntries(points)).toEqual({ 0: [0, 0], 1: [0.5, 0.5], 2: [1, 1] })
  })

  it('has a column for bounds where a trial breaks one, and keeps a flag of its facts in one line', () => {
    expect(report([trial(0), trial(1)])).not.toContain('>bounds<')
    expect(report([trial(0), trial(1, { allowed: false })])).toMatch(/>bounds<[\s\S]*<td>out<\/td>/)
    const page = searchPage({ facts: [['Settings', '--max-epochs 3']], trials: [], mattered: [] })
    expect(page).toContain('<span class="whole">--max-epochs</span> <span class="whole">3</span>')
  })

  it('lets nothing of a name through as markup, and loads and runs nothing', () => {
    const page = report([trial(0, { flags: hostile, settings: { [hostile]: hostile } }), trial(1)], [hostile])
    expect(page).not.toMatch(/<script|<img|onerror="/)
    expect(page).toContain("default-src 'none'")
  })

  it('is a page of numbers for one trial, none, and those that all had a part of the texts', () => {
    for (const trials of [[], [trial(0)], [trial(0, { share: 1 / 3, allowed: false })]]) {
      const page = report(trials, [])
      expect(page).toMatch(/^<!doctype html>/)
      expect(page).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})

describe('paretoFront', () => {
  it('holds exactly those trials that no other beats', () => {
    const points = fc.array(
      fc.record({ error: fc.integer({ max: 9 }), bytes: fc.integer({ min: 0, max: 9 }) }),
    )
    fc.assert(
      fc.property(points, trials => {
        const front = paretoFront(trials, ({ bytes }) => bytes)
        const beaten = (one: (typeof trials)[number]) =>
          trials.some(
            other =>
              other.bytes <= one.bytes &&
              other.error <= one.error &&
              (other.bytes < one.bytes || other.error < one.error),
          )
        expect(front.some(beaten)).toBe(false)
        for (const one of trials.filter(one => !beaten(one)))
          expect(front).toContainEqual({ error: one.error, bytes: one.bytes })
      }),
    )
  })
})
