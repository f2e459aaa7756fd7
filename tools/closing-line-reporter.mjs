/**
 * Prints one plain closing line: `N passed, N failed, N skipped`.
 *
 * A file that does not load, an unhandled error and an interrupted run each count as one failure:
 * vitest's own summary says nothing of them in that line.
 */
export default class ClosingLineReporter {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    if (reason === 'interrupted') counts.failed += 1;
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      if (states.length === 0 && module.state() === 'failed') counts.failed += 1;
      for (const state of states) {
        if (state in counts) counts[state] += 1;
      }
    }
    if (counts.passed === 0) process.exitCode = 1;
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
