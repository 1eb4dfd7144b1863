import type { Reporter, TestCase } from 'vitest/node';

/** Names the tests that failed once and passed when run again: they count as passed, but want mending. */
class SecondTries implements Reporter {
  private readonly names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.names.length > 0)
      console.log(
        `\nPassed only when run again, to be mended:\n${this.names.map((name) => `  ${name}`).join('\n')}`,
      );
  }
}

// Vitest takes a reporter file by its default export.
export { SecondTries as default };
