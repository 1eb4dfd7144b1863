import { runScript, setUp } from './setup.mjs';

const place = setUp();
process.exitCode = runScript(place, 'scripts/test.ts', ...process.argv.slice(2));
