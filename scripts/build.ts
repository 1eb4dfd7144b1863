import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });
run('scripts/compile-rules.ts');
run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
const out = process.env.LACHAN_OUT ?? 'dist/chromium';
// The browser runs a file once in a frame. On hosts that policy adds, the hooks run again after the guard is armed.
copyFileSync(join(out, 'src/content/hooks.iife.js'), join(out, 'arm-hooks.js'));
run('scripts/build-cli.ts', process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-cli` : 'dist/cli');
