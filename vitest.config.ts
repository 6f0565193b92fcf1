import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of the time is that of programs that are waited for: a core need not be kept free.
    maxWorkers: '100%',
    reporters: ['default', './test/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/engines/wasm/assembly/**'] },
  },
})
