import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { html, type Markup } from '../../../src/evaluation/report/html.ts'

describe('html', () => {
  it('escapes what is put in, but not markup', () => {
    const inner = html`<b title="${'"\'&'}">${'<script>'}</b>`
    expect(html`<p>${inner}${[inner]}${1}</p>`.text).toBe(
      '<p>'.concat('<b title="&#34;&#39;&#38;">&#60;script&#62;</b>'.repeat(2), '1</p>'),
    )
  })

  it('is the only way to markup', () => {
    expectTypeOf<{ readonly text: string }>().not.toExtend<Markup>()
    const forged = { text: '<script>' } as unknown as Markup
    expect(html`${forged}${[forged]}`.text).not.toContain('<script>')
  })

  it('lets no text out of its place, and loses nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'&;#3a ') }), text => {
        const out = html`${text}`.text
        expect(out).not.toMatch(/[<>"']/)
        expect(out.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toBe(text)
      }),
    )
  })
})
