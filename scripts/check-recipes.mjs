/**
 *     npm run check:recipes
 *
 * Applies the worked commits of docs/recipes, one on the other, to a copy of HEAD, and runs the compiler and the tests that they bring.
 * A patch whose surroundings have changed is merged; one that can no longer be is named, and has to be made anew.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const recipes = join(root, 'docs', 'recipes')
const copy = join(mkdtempSync(join(tmpdir(), 'lstm-recipes-')), 'tree')
const run = (program, ...args) =>
  execFileSync(program, args, { cwd: copy, stdio: ['ignore', 'inherit', 'inherit'] })
const tool = name => join(root, 'node_modules', '.bin', name)

execFileSync('git', ['worktree', 'add', '--quiet', '--detach', copy], { cwd: root })
try {
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const kernels = join('src', 'engines', 'wasm', 'build')
  cpSync(join(root, kernels), join(copy, kernels), { recursive: true })

  const tests = []
  for (const name of readdirSync(recipes)
    .filter(name => name.endsWith('.patch'))
    .sort()) {
    console.log(`applying ${name}`)
    const path = join(recipes, name)
    run('git', 'apply', '--3way', path)
    tests.push(
      ...Array.from(
        readFileSync(path, 'utf8').matchAll(/^\+\+\+ b\/(test\/.*\.test\.ts)$/gm),
        match => match[1],
      ),
    )
  }
  run(tool('tsx'), 'scripts/write-settings.ts')
  run(tool('biome'), 'check', 'src', 'test')
  run(tool('tsc'), '--noEmit')
  run(tool('vitest'), 'run', 'test/architecture.test.ts', ...tests)
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', copy], { cwd: root })
  rmSync(join(copy, '..'), { recursive: true })
}
