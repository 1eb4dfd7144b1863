import { runScript, setUp } from './setup.mjs';

const place = setUp();
process.exitCode =
  runScript(place, 'scripts/build.ts') || runScript(place, 'scripts/demo.ts', ...process.argv.slice(2));
