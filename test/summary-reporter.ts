import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with one line that any script can read: 'N passed, N failed, N skipped'. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const count = (state: string) => tests.filter(test => test.result().state === state).length
    // A file that does not load has no tests to fail, and is a failure all the same.
    const broken = modules.filter(module => module.state() === 'failed' && module.errors().length > 0).length
    const failed = count('failed') + broken + errors.length
    setImmediate(() =>
      console.log(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`),
    )
  }
}
