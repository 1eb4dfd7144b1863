import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HANDSHAKE } from '../src/content/question.ts';
import { makeSmall, shortenNames } from './make-small.ts';

// `node scripts/build.ts [chromium|firefox]`: both browsers and the CLI unless one browser is named.
const [only] = process.argv.slice(2);
const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });

run('scripts/compile-rules.ts');
for (const browser of only ? [only] : ['chromium', 'firefox']) {
  run('node_modules/vite/bin/vite.js', 'build', '--mode', browser, '--logLevel', 'warn');
  const out = process.env.LACHAN_OUT || `dist/${browser}`;
  // The gate runs it when the page does something that must be judged, at the latest in an idle moment; it may be brought
  // twice. Without brackets around the function the browser only looks through it until then.
  const gate = join(out, 'src/content/gate.iife.js');
  writeFileSync(gate, await makeSmall(readFileSync(gate, 'utf8')));
  const guard = join(out, 'src/content/guard.iife.js');
  const code = await makeSmall(readFileSync(guard, 'utf8'), { alone: true });
  writeFileSync(guard, `if(!globalThis.laChanWake){globalThis.laChanWake=()=>{${code}\n}}\n`);
  // Errors that pass through a hooked function would show pages the file's address, and with it the extension's id.
  const hooks = join(out, 'src/content/hooks.iife.js');
  const hooking = await makeSmall(readFileSync(hooks, 'utf8'));
  // Where no guard answers, nothing more of it is run.
  const handshake = `new MouseEvent(${JSON.stringify(HANDSHAKE)},{cancelable:true,relatedTarget:laChanNode})`;
  const whole = `(laChanNode=>{function hook(){${hooking}\n}dispatchEvent(${handshake})||hook()})(document.createElement("i"))`;
  writeFileSync(hooks, `${await shortenNames(whole)}\n//# sourceURL=native\n`);
  // The browser runs a file once in a frame. On hosts that policy adds, the hooks run again after the guard is armed.
  copyFileSync(hooks, join(out, 'arm-hooks.js'));
  run('scripts/copy-vision-files.ts', 'browser', join(out, 'vision'));
  // The workers share it (vite.config.ts).
  copyFileSync(
    'node_modules/libheif-js/libheif-wasm/libheif-bundle.mjs',
    join(out, 'vision/libheif-bundle.mjs'),
  );
  // Another output folder holds one browser only.
  if (process.env.LACHAN_OUT) break;
}
if (!only) {
  const out = process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-cli` : 'dist/cli';
  run('scripts/build-cli.ts', out);
  run('scripts/build-review.ts', join(out, 'review'));
  run('scripts/copy-vision-files.ts', 'node', join(out, 'vision'));
  run('scripts/build-plugin.ts', process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-plugin` : 'dist/plugin');
  run(
    'scripts/build-precheck.ts',
    process.env.LACHAN_OUT ? `${process.env.LACHAN_OUT}-precheck` : 'dist/precheck',
  );
}
