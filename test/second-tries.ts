import type { Reporter, TestModule } from 'vitest/node';

/** Names every test that passed only when it was tried again: it counts as passed, and somebody should look at it. */
export class SecondTries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const retried = modules
      .flatMap((module) => [...module.children.allTests('passed')])
      .filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
    if (retried.length === 0) return;
    const lines = retried.map((test) => `  ${test.module.relativeModuleId}: ${test.fullName}`);
    process.stdout.write(`\nPassed at the second try, after a wait in a browser ran out:\n${lines.join('\n')}\n`);
  }
}
