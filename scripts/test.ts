import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

// `npm test`: types, lint, build, then every suite that fits in minutes. `npm run test:channels`: the build and the long
// matrix of ways out of a page. The last line counts what ran.
const [longSuite] = process.argv.slice(2);
let passed = 0;
let failed = 0;
/** Said again before the last line: what a log of thousands of lines is read for. */
const failures: string[] = [];

if (!longSuite) {
  check('rules compile', 'scripts/compile-rules.ts');
  check('types hold', 'node_modules/typescript/bin/tsc', '--noEmit');
  check('lint is clean', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
}
if (check('the product builds', 'scripts/build.ts')) {
  if (longSuite) runSuite(longSuite, '--no-file-parallelism');
  else {
    runSuite('node');
    runSuite('server');
    // One real browser at a time: two would starve each other on two cores.
    runSuite('browser', '--no-file-parallelism');
  }
}
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

function check(name: string, script: string, ...args: string[]): boolean {
  const ok = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status === 0;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  if (ok) passed++;
  else failAs(name);
  return ok;
}

function failAs(name: string): void {
  failed++;
  failures.push(name);
}

/**
 * A suite whose process died under it, with no test failed, is run again, once: Node 24 now and then ends at a check of
 * its own when threads stop ("Check failed: jit_page.has_value()").
 */
function runSuite(name: string, ...options: string[]): void {
  if (runOnce(name, options, false)) return;
  console.log(`\nA process of the suite ${name} died: it is run again.`);
  runOnce(name, options, true);
}

/** False, with nothing counted, when a process of it died and it is not the last try. */
function runOnce(name: string, options: readonly string[], last: boolean): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-test-'));
  const report = join(folder, 'vitest.json');
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${name}`,
      ...options,
      '--reporter=default',
      '--reporter=./tests/support/second-tries.ts',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { stdio: 'inherit' },
  );
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    if (status && !numFailedTests && !last) return false;
    for (const file of testResults)
      for (const test of file.assertionResults)
        if (test.status === 'failed')
          failures.push(
            `${relative('.', file.name)}: ${test.fullName}: ${test.failureMessages[0]?.split('\n')[0]}`,
          );
    passed += numPassedTests;
    failed += numFailedTests;
    // A suite that fails before its tests run counts as one failure, so that it cannot vanish from the line.
    if (!numFailedTests && (numFailedTestSuites || status)) failAs(`the suite ${name}`);
  } catch {
    failAs(`the suite ${name}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return true;
}
