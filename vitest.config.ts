import { defineConfig } from 'vitest/config';

/**
 * `node` needs no browser, `server` runs on SQLite and PostgreSQL, `browser` drives a real browser, `channels` is the long
 * matrix of ways out, `faults` and `server-faults` are one file of `browser` and of `server` with far more attempts.
 */
const suites = {
  node: ['tests/{architecture,documents,rules,unit,vision}/**/*.test.ts'],
  server: ['tests/server/*.test.ts'],
  browser: ['tests/e2e/*.test.ts'],
  faults: ['tests/e2e/tamper-faults.test.ts'],
  'server-faults': ['tests/server/faults.test.ts'],
  channels: ['tests/e2e/{channels,hostile}/**/*.test.ts'],
};

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // A busy machine is slow: a poll ends when what it waits for is there.
    expect: { poll: { timeout: 20_000 } },
    projects: Object.entries(suites).map(([name, include]) => ({
      extends: true as const,
      test: {
        name,
        include,
        // A browser beside a busy neighbour may miss a beat: one more try, and the run names the tests that needed it.
        ...(name === 'browser' && { retry: 1 }),
        ...(name.startsWith('server') && { globalSetup: 'tests/server/set-up.ts' }),
        ...(name === 'server-faults' && { env: { LACHAN_KILLS: '50' } }),
        ...(name === 'faults' && { env: { LACHAN_FAULT_ATTEMPTS: '10000' } }),
      },
    })),
  },
});
