import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'vite';

// `node scripts/build-precheck.ts [FOLDER]`: the pre-check page as a plain web page, for the unit's server. Put it anywhere:
// every address in it is relative.
const folder = process.argv[2] ?? 'dist/precheck';

await build({
  configFile: false,
  root: 'src/precheck/web',
  publicDir: false,
  base: './',
  logLevel: 'warn',
  worker: { format: 'es' },
  build: {
    outDir: resolve(folder),
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: { polyfill: false },
  },
});
execFileSync(process.execPath, ['scripts/copy-vision-files.ts', 'browser', join(folder, 'vision')], {
  stdio: 'inherit',
});
