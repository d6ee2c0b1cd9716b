import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Lists every test that was skipped with its reason, which stands in the test's title, its suite's, or its note. */
export class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    if (skipped.length === 0) return;
    const lines = skipped.map((test) => `  ${test.module.relativeModuleId}: ${test.fullName}${noteOf(test)}`);
    process.stdout.write(`\nSkipped, each with its reason:\n${lines.join('\n')}\n`);
  }
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}
