import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Types, lint, build, then every vitest suite; the last line counts them all.
let passed = 0;
let failed = 0;

function check(name: string, script: string, ...args: string[]): boolean {
  const ok = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status === 0;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  if (ok) passed++;
  else failed++;
  return ok;
}

check('rules compile', 'scripts/compile-rules.ts');
check('types hold', 'node_modules/typescript/bin/tsc', '--noEmit');
check('lint is clean', 'node_modules/@biomejs/biome/bin/biome', 'check', '.');
if (check('the product builds', 'scripts/build.ts')) runVitest();

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

function runVitest(): void {
  const folder = mkdtempSync(join(tmpdir(), 'la-chan-test-'));
  const report = join(folder, 'vitest.json');
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    // A suite that fails before its tests run counts as one failure, so that it cannot vanish from the line.
    failed += numFailedTests || (numFailedTestSuites || status ? 1 : 0);
  } catch {
    failed++;
  }
  rmSync(folder, { recursive: true, force: true });
}
