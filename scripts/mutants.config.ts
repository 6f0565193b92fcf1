/** Vitest with one change in one source, which `npm run mutants` names in the environment. */
import { defineConfig } from 'vitest/config'
import type { Mutant } from './mutants.ts'

const { path, start, end, after }: Mutant = JSON.parse(process.env.MUTANT!)

export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (code, id) => (id === path ? code.slice(0, start) + after + code.slice(end) : undefined),
    },
  ],
  test: { bail: 1, maxWorkers: 1, isolate: false, testTimeout: 20_000 },
})
