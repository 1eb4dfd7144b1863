import { runScript, setUp } from './setup.mjs';

const place = setUp();
process.exitCode =
  runScript(place, 'scripts/build.ts') ||
  runScript(place, 'tests/real-apps/run.ts', ...process.argv.slice(2));
