import { configDefaults, defineConfig } from 'vitest/config'

/** What takes longest, so that `npm test` answers within three minutes; `npm run test:long` runs it. */
const long = [
  'test/browser/**/*.test.ts',
  'test/commands/{address-space,auto,compare,completion,dry-run,from,given-elsewhere,interchange,kept-inputs,lag,learn}.test.ts',
  'test/commands/{long-text,many-classes,merge,merge-labels,predictions,schema,search,search-killed,serve,serve-under-load}.test.ts',
  'test/commands/{signals,surroundings,thresholds,unlabelled,users-day,widths,word-vectors,writes}.test.ts',
  'test/data/archive.test.ts',
  'test/engines/tensorflow/{conformance,memory,resume}.test.ts',
  'test/engines/wasm/conformance.test.ts',
  'test/examples.test.ts',
  'test/experiments/study.test.ts',
  'test/files/{append-file,read-file,unread-pipe}.test.ts',
  'test/library/{known/tried-start,search/start-search,start-training}.test.ts',
  'test/model/encoded-texts.test.ts',
  'test/scale.test.ts',
  'test/server/*.test.ts',
  'test/training/{auto,minutes,ngrams/fitting/fitters,weights}.test.ts',
]

/**
 * Tests that leave their process as they found it: they share one, which saves the loading of modules, half a second a file. Those of
 * what goes on meanwhile put something in the place of a module of Node, which has to be loaded anew for it.
 */
const sharing = [
  'test/{check,commands,data,evaluation,experiments,files,formats,model,settings,storage,text,training}/**/!(*-meanwhile).test.ts',
  'test/*.test.ts',
]

export default defineConfig(({ mode }) => {
  const exclude = [...configDefaults.exclude, ...(mode === 'short' ? long : [])]
  return {
    test: {
      globalSetup: './test/build-what-is-stale.ts',
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Most of the time is that of programs that are waited for: a core need not be kept free.
      maxWorkers: '100%',
      reporters: ['default', './test/summary-reporter.ts'],
      coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/engines/wasm/assembly/**'] },
      projects:
        mode === 'long'
          ? // Said here: what a project extends is read as of another mode.
            [{ extends: true, test: { include: long, testTimeout: 120_000 } }]
          : [
              { extends: true, test: { name: 'sharing', isolate: false, include: sharing, exclude } },
              {
                extends: true,
                test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: [...exclude, ...sharing] },
              },
            ],
    },
  }
})
