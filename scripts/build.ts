import { execFileSync } from 'node:child_process';

// `node scripts/build.ts [chromium|firefox]`: both browsers and the CLI unless one browser is named.
const [only] = process.argv.slice(2);
const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });

run('scripts/compile-rules.ts');
for (const browser of only ? [only] : ['chromium', 'firefox']) {
  run('node_modules/vite/bin/vite.js', 'build', '--mode', browser, '--logLevel', 'warn');
  // Another output folder holds one browser only.
  if (process.env.LACHAN_OUT) break;
}
if (!only) run('scripts/build-cli.ts', process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-cli` : 'dist/cli');
