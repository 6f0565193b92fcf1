import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder } from './run-lstm.ts'

const folder = temporaryFolder()

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

describe('README.md', () => {
  it('is a landing page: fewer than 130 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(130)
  })

  it('its commands for texts of your own run, in their order', async () => {
    const [, block = ''] = /## Your own texts\n\n((?: {4}.*\n)+)/.exec(read('README.md'))!
    const commands = block.split('\n').flatMap(line => /^ {4}npx lstm (.*?)(?: +#.*)?$/.exec(line)?.[1] ?? [])
    expect(commands).toHaveLength(3)
    const sample = readFileSync(sampleCsv, 'utf8').split('\n')
    const [header, ...rows] = sample.filter(Boolean)
    writeFileSync(join(folder, 'reviews.csv'), `${[header, ...rows.slice(0, 36)].join('\n')}\n`)
    writeFileSync(join(folder, 'new-reviews.csv'), `${[header, ...rows.slice(36)].join('\n')}\n`)
    writeFileSync(join(folder, 'texts.csv'), 'id,text\n1,A wonderful film.\n')
    let stdout = ''
    for (const command of commands) {
      const [args = '', input] = command.split(' < ')
      const run = await runLstm(args.split(' '), {
        folder,
        ...(input && { input: readFileSync(join(folder, input)) }),
      })
      expect([command, run.code, run.code === 0 ? '' : run.stderr]).toEqual([command, 0, ''])
      stdout = run.stdout
    }
    expect(stdout).toMatch(/^id,text,label,probability\n1,A wonderful film\.,(positive|negative),0\.\d+\n$/)
  })
})

describe.each(['README.md', 'docs/tutorial.md', 'docs/command-line.md'])('plain English in %s', page => {
  it('no sentence has more than 40 words', () => {
    const text = prose(page)
      .replace(/^( {4}|\|).*$/gm, '\n\n')
      .replace(/<[^>]*>/g, '')
    const paragraphs = text.split(/\n\s*\n|^#+ .*$|^[-*\d.]+ /gm)
    const sentences = paragraphs.flatMap(paragraph => paragraph.replaceAll('\n', ' ').split(/(?<=[.!?:])\s+/))
    expect(sentences.filter(sentence => sentence.split(/\s+/).length > 40)).toEqual([])
  })
})
