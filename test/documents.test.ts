import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = [
  '.',
  '.github',
  '.github/ISSUE_TEMPLATE',
  'bench',
  'checkpoints',
  'data',
  'docs',
  'examples',
  'src',
  'test',
]
  .flatMap(folder =>
    readdirSync(join(root, folder), {
      recursive: folder === 'docs' || folder === 'src',
      encoding: 'utf8',
    }).map(path => join(folder, path)),
  )
  .filter(path => path.endsWith('.md') && !path.startsWith(join('docs', 'api')))

/** What a page says outside of its blocks of code. */
const prose = (page: string) => read(page).replace(/^```[\s\S]*?^```/gm, '')

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): Set<string> {
  const headings = [...prose(page).matchAll(/^#+ (.+)$/gm)].map(match => match[1]!)
  const plain = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
  return new Set(headings.map(plain))
}

describe.each(pages)('%s', page => {
  it('links to files and headings that there are', () => {
    const links = [...prose(page).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(match => match[1]!)
    const dead = links.filter(link => {
      const [path, anchor] = link.split('#') as [string, string?]
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor)
    })
    expect(dead).toEqual([])
  })
})
