import { defineConfig } from 'vitest/config';

/**
 * Four suites: `node` needs no browser, `server` runs on SQLite and PostgreSQL, `browser` drives a real browser, `channels`
 * is the long matrix of ways out.
 */
const suites = {
  node: ['tests/{architecture,documents,rules,unit,vision}/**/*.test.ts'],
  server: ['tests/server/*.test.ts'],
  browser: ['tests/e2e/*.test.ts'],
  channels: ['tests/e2e/{channels,hostile}/**/*.test.ts'],
};

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 180_000,
    projects: Object.entries(suites).map(([name, include]) => ({
      extends: true as const,
      test: { name, include, ...(name === 'server' ? { globalSetup: 'tests/server/set-up.ts' } : {}) },
    })),
  },
});
