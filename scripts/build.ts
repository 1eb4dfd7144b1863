import { execFileSync } from 'node:child_process';

const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });
run('scripts/compile-rules.ts');
run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn');
run('scripts/build-cli.ts', process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-cli` : 'dist/cli');
