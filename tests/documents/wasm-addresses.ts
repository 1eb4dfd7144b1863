import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// The bundler turns `file.wasm?url&inline` into a `data:` address. Commands that run without it import this file first.
const ENDING = '?url&inline';

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.endsWith(ENDING)) return next(specifier, context);
    const { url } = next(specifier.slice(0, -ENDING.length), context);
    return { url: url + ENDING, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    if (!url.endsWith(ENDING)) return next(url, context);
    const base64 = readFileSync(fileURLToPath(url.slice(0, -ENDING.length))).toString('base64');
    const source = `export default 'data:application/wasm;base64,${base64}';`;
    return { format: 'module', source, shortCircuit: true };
  },
});
// libarchive-wasm looks for its file beside itself by a name that only CommonJS has, though it is handed the bytes.
(globalThis as { __dirname?: string }).__dirname ??= '';
