/**
 *     npm run release -- --dry-run               all checks; changes nothing
 *     npm run release -- patch|minor|major       the same, then version, changelog, commit and tag
 *
 * docs/releasing.md says what is left to people.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [step] = process.argv.slice(2)
const steps = ['major', 'minor', 'patch']
if (step !== '--dry-run' && !steps.includes(step)) stop('say --dry-run, patch, minor or major')

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const write = (path, text) => writeFileSync(new URL(`../${path}`, import.meta.url), text)
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

function stop(why) {
  console.error(`release: ${why}`)
  process.exit(1)
}

function check(what, holds, otherwise) {
  if (!holds) stop(otherwise)
  console.log(`release: ${what}`)
}

function run(...script) {
  console.log(`release: npm ${script.join(' ')}`)
  execFileSync('npm', script, { cwd: root, stdio: 'inherit' })
}

/** '1.2.3' and 'minor' -> '1.3.0' */
function next(version, which) {
  const at = steps.indexOf(which)
  return version
    .split('.')
    .map((part, n) => (n < at ? part : n === at ? Number(part) + 1 : 0))
    .join('.')
}

const { version } = JSON.parse(read('package.json'))
const changelog = read('CHANGELOG.md')
const news = changelog.match(/^## \[Unreleased\]\n([\s\S]*?)(?=^## \[)/m)?.[1].trim() ?? ''

check('the tree is clean', git('status', '--porcelain') === '', 'commit first: the tree is not clean')
if (step !== '--dry-run')
  check('on main', git('branch', '--show-current') === 'main', 'releases are made on main')
check('the changelog has news', news !== '', 'CHANGELOG.md says nothing under [Unreleased]')
run('run', 'check')
run('test')
run('run', 'test:long')
run('run', 'check:package')

if (step === '--dry-run') {
  console.log(
    `release: all is well. ${version} would become ${steps.map(which => next(version, which)).join(', ')}. The news:\n\n${news}`,
  )
} else {
  const to = next(version, step)
  run('version', to, '--no-git-tag-version', '--ignore-scripts')
  write('src/version.ts', read('src/version.ts').replace(`'${version}'`, `'${to}'`))
  write('CITATION.cff', read('CITATION.cff').replace(`version: ${version}`, `version: ${to}`))
  const today = new Date().toISOString().slice(0, 10)
  write('CHANGELOG.md', changelog.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${to}] - ${today}\n`))
  git('commit', '--all', '--message', `Release ${to}`)
  git('tag', '--annotate', `v${to}`, '--message', `lstm ${to}`)
  console.log(`release: ${to} is committed and tagged; docs/releasing.md says what comes next`)
}
