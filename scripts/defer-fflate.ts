import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = new URL('../node_modules/fflate/esm/browser.js', import.meta.url);
const DEFERRED = new URL('../.generated/fflate.js', import.meta.url);
const BEGIN = 'var _a = freb(fleb, 2)';
const END = '// find max of array';
/** What only packing needs, and who needs what. */
const PACKING = /\b(?:flm|fdm) = (hMap\(\w+, \d, 0\)), /g;
/** What nobody here needs, and what stands there instead. */
const UNUSED: readonly (readonly [RegExp, string])[] = [
  // Makes stacks of errors shorter in some browsers.
  [/\n {4}if \(Error\.captureStackTrace\)\n.*/, ''],
  // Browsers that cannot decode text piece by piece.
  [/var tds = 0;\ntry \{[^}]*\}[^}]*\}[^}]*\}\n/, 'var tds = 1;\n'],
  // Streams that begin with a dictionary.
  [/ {8}var dict = opts.*\n.*b: dict \? dict\.length : 0 \};/, '        this.s = { i: 0, b: 0 };'],
  [/(this\.p = new u8\(0\);)\n {8}if \(dict\)\n.*/, '$1'],
  // Without one nothing lies before the beginning.
  [/var shift = dl - dt[^{]*?(err\(3\);)\n.*\n.*/, '$1'],
  // Who would be told where the next part of a gzip file begins.
  [/\n {12}else if \(this\.v > 1 && this\.onmember\) \{[^}]*\}/, ''],
];
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
  const whole = `${code.slice(0, begin)}${tables}${code.slice(end)}`;
  const missing = UNUSED.find(([what]) => !what.test(whole));
  if (missing)
    throw new Error(`fflate has changed: ${missing[0]} is not there. Mend scripts/defer-fflate.ts.`);
  const deferred = UNUSED.reduce((left, [what, instead]) => left.replace(what, instead), whole)
    .replace(UNPACK, `${UNPACK}\n    makeTables();`)
    .replace(PACK, `${PACK}\n    makeTables();\n    ${packing.slice(0, -2)};`);
  writeFileSync(DEFERRED, deferred);
  return fileURLToPath(DEFERRED);
}
