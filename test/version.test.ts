import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { version } from '../src/version.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

it('is the version in package.json, and in what else names it', () => {
  expect(version).toBe(JSON.parse(read('package.json')).version)
  expect(version).toBe(JSON.parse(read('package-lock.json')).version)
  expect(read('CITATION.cff')).toContain(`\nversion: ${version}\n`)
})

it('has its news in the changelog, of which each version stands once', () => {
  const versions = [...read('CHANGELOG.md').matchAll(/^## \[(.*?)\]/gm)].map(match => match[1])
  expect(versions.slice(0, 2)).toEqual(['Unreleased', version])
  expect(new Set(versions).size).toBe(versions.length)
})
