import { generateKeyPairSync, sign } from 'node:crypto';
import { createEngine } from '../src/engine/engine.ts';
import { hashKeyword } from '../src/engine/keywords.ts';
import type { EngineTables } from '../src/engine/tables.ts';
import { bundledTables } from '../src/rules/bundled.ts';
import { startTrust, verifyUpdate } from '../src/rules/trust/verify-update.ts';
import { sha256Hex, toBase64Url } from '../src/signing/bytes.ts';
import { canonicalJson } from '../src/signing/canonical-json.ts';
import { keyIdOf } from '../src/signing/signature.ts';
import { SENTENCES } from '../tests/rules/categories/sentences.ts';
import { makeCategoryTexts, makeLaterTexts } from '../tests/rules/categories/texts.ts';

// What the unit's own keywords cost a text, and what checking a pack costs, as ratios taken in one run; and how many of
// the labelled texts of every sector are warned of.
const ROUNDS = 7;
const salt = '0f'.repeat(16);
const sentence =
  'Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân xã báo cáo kết quả quý III như sau. ';
const text = sentence.repeat(10_000).slice(0, 1_000_000);

function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    work();
    least = Math.min(least, performance.now() - from);
  }
  return least;
}

function withKeywords(count: number, words: number): EngineTables {
  const hashes = Array.from(
    { length: count },
    (_, i) => hashKeyword(salt, Array.from({ length: words }, (_, at) => `x${i}y${at}`).join(' '))!,
  );
  return { ...bundledTables, keywords: { salt, rules: [{ ruleId: 'keyword.x', action: 'warn', hashes }] } };
}

const plain = createEngine(bundledTables);
const labelled = [...makeCategoryTexts(), ...makeLaterTexts()];
plain.prepare();
const base = best(() => plain.inspect(text));
const rows = [{ keywords: 'none', milliseconds: round(base), 'times the plain engine': 1 }];
for (const [count, words] of [
  [1, 1],
  [1, 4],
  [200, 2],
  [5000, 2],
] as const) {
  const engine = createEngine(withKeywords(count, words));
  engine.prepare();
  const taken = best(() => engine.inspect(text));
  rows.push({
    keywords: `${count} of ${words} word${words > 1 ? 's' : ''}`,
    milliseconds: round(taken),
    'times the plain engine': round(taken / base),
  });
}
console.log('One million letters of clean text');
console.table(rows);

const doubled = createEngine(withKeywords(200, 2));
const [once, twice] = [text, text + text].map((each) => best(() => doubled.inspect(each)));
console.log(`Twice the text takes ${round(twice! / once!)} times as long`);

const { bytes, trusted } = await makePack();
const parse = best(() => JSON.parse(JSON.parse(new TextDecoder().decode(bytes)).tables));
let verify = Number.POSITIVE_INFINITY;
for (let i = 0; i < ROUNDS; i++) {
  const from = performance.now();
  const result = await verifyUpdate({ bytes, trusted, now: new Date(), engineVersion: '9.9.9' });
  if (!result.ok) throw new Error(result.detail);
  verify = Math.min(verify, performance.now() - from);
}
console.log(
  `Checking a pack of ${bytes.length} bytes: ${round(verify)} ms, ${round(verify / parse)} times parsing it`,
);

console.log(
  'Warned of, among the labelled texts; the rules were not chosen by those of the kept half, and final before the later ones',
);
console.table(Object.fromEntries(Object.keys(SENTENCES).map((sector) => [sector, sharesOf(sector)])));

/** Of one sector: papers and near texts that are warned of, in both halves. */
function sharesOf(sector: string): Record<string, string> {
  const row: Record<string, string> = {};
  for (const half of ['tuned', 'kept', 'later'] as const) {
    for (const kind of ['paper', 'near'] as const) {
      const texts = labelled.filter(
        (text) => text.sector === sector && text.kind === kind && text.half === half,
      );
      const found = texts.filter(({ text }) => plain.inspect(text).some((each) => each.kind === 'category'));
      row[`${kind === 'paper' ? 'papers' : 'near texts'}, ${half}`] = `${found.length} of ${texts.length}`;
    }
  }
  return row;
}

async function makePack() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const key = { kind: 'ed25519' as const, public: x };
  const id = await keyIdOf(key);
  const signed = (value: unknown) => {
    const said = canonicalJson(value);
    return {
      signed: said,
      signatures: [{ key: id, value: toBase64Url(sign(null, Buffer.from(said), privateKey)) }],
    };
  };
  const role = { keys: [id], threshold: 1 };
  const expires = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, '');
  const root = signed({
    type: 'la-chan.root',
    unit: 'bench',
    version: 1,
    expires,
    keys: [{ id, ...key }],
    roles: { root: role, pack: role },
  });
  const tables = canonicalJson({ ...bundledTables, places: undefined });
  const statement = signed({
    type: 'la-chan.pack',
    unit: 'bench',
    name: 'bench',
    version: 1,
    released: '2026-01-01T00:00:00Z',
    expires,
    minEngine: '0.1.0',
    tables: { sha256: await sha256Hex(tables), bytes: Buffer.byteLength(tables) },
  });
  const file = canonicalJson({ format: 'la-chan.pack/1', roots: [root], statement, tables });
  const bytes = new TextEncoder().encode(file);
  const begun = await startTrust(bytes, await sha256Hex(root.signed));
  if (!begun.ok) throw new Error(begun.detail);
  return { bytes, trusted: begun.state };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
