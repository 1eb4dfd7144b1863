import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = new URL('../node_modules/fflate/esm/browser.js', import.meta.url);
const DEFERRED = new URL('../.generated/fflate.js', import.meta.url);
const BEGIN = 'var _a = freb(fleb, 2)';
const END = '// find max of array';
/** What only packing needs, and who needs what. */
const PACKING = /\b(?:flm|fdm) = (hMap\(\w+, \d, 0\)), /g;
/** Makes stacks of errors shorter in some browsers. */
const STACKS = /\n {4}if \(Error\.captureStackTrace\)\n.*/;
const UNPACK = 'var inflt = function (dat, st, buf, dict) {';
const PACK = 'var dflt = function (dat, lvl, plvl, pre, post, st) {';

/**
 * Writes a copy of `fflate` that makes its tables when something is first unpacked, and returns its path. The original
 * makes them when it is loaded, which every guarded page would wait for: some milliseconds, for files that most pages
 * never see. Throws when `fflate` is no longer written as expected.
 */
export function deferFflate(): string {
  const code = readFileSync(SOURCE, 'utf8');
  const begin = code.indexOf(BEGIN);
  const end = code.indexOf(END);
  if (begin < 0 || end < begin || !code.includes(UNPACK) || !code.includes(PACK))
    throw new Error(
      'fflate has changed: see where its tables are made now, and mend scripts/defer-fflate.ts.',
    );
  const making = code.slice(begin, end).replaceAll('/*#__PURE__*/ ', '');
  const names = [...making.matchAll(/^var (.+)/gm)].flatMap(([, line]) =>
    [...line!.matchAll(/(?:^|, )(\w+) = /g)].map(([, name]) => name!),
  );
  const packing = [...making.matchAll(PACKING)].map(([table]) => table).join('');
  const unpacking = making.replace(PACKING, '').replace(/^var /gm, '');
  const tables = `var ${names.join(', ')};\nfunction makeTables() {\n  if (rev) return;\n${unpacking}}\n`;
  const deferred = `${code.slice(0, begin)}${tables}${code.slice(end)}`
    .replace(STACKS, '')
    .replace(UNPACK, `${UNPACK}\n    makeTables();`)
    .replace(PACK, `${PACK}\n    makeTables();\n    ${packing.slice(0, -2)};`);
  writeFileSync(DEFERRED, deferred);
  return fileURLToPath(DEFERRED);
}
