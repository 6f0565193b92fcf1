import { configDefaults, defineConfig } from 'vitest/config'

/** What takes longest, so that `npm test` answers within three minutes; `npm run test:long` runs it. */
const long = [
  'test/browser/**/*.test.ts',
  'test/commands/{from,interchange,lag,merge,search-killed,serve,thresholds,unlabelled,word-vectors,writes}.test.ts',
  'test/data/archive.test.ts',
  'test/engines/wasm/conformance.test.ts',
  'test/examples.test.ts',
  'test/experiments/study.test.ts',
  'test/library/{start-search,start-training}.test.ts',
  'test/scale.test.ts',
  'test/server/*.test.ts',
  'test/training/{minutes,weights}.test.ts',
]

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? long : ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'short' ? long : [])],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of the time is that of programs that are waited for: a core need not be kept free.
    maxWorkers: '100%',
    reporters: ['default', './test/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/engines/wasm/assembly/**'] },
  },
}))
