import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { tablesSchema } from '../../../src/rules/tables-schema.ts';
import type { Signed, TrustedState } from '../../../src/rules/trust/documents.ts';
import { packHealth, readTrustedState } from '../../../src/rules/trust/health.ts';
import {
  openTrusted,
  readPackFile,
  startTrust,
  verifyUpdate,
} from '../../../src/rules/trust/verify-update.ts';
import { fromBase64Url, sha256Hex, toBase64Url } from '../../../src/signing/bytes.ts';
import { canonicalJson } from '../../../src/signing/canonical-json.ts';
import { parseBounded } from '../../../src/signing/json-shape.ts';
import { isSignedBy } from '../../../src/signing/signature.ts';
import { makePackFile, makePen, makeRoot, type Pen, signRoot, signText, smallTables } from './signer.ts';

const now = new Date('2026-11-22T00:00:00Z');
let pen: Pen;
let root: Signed;
let good: Uint8Array;
let trusted: TrustedState;

beforeAll(async () => {
  pen = await makePen();
  root = signRoot(makeRoot({ root: [pen], pack: [pen] }), [pen]);
  good = await makePackFile({ roots: [root], pens: [pen] });
  const begun = await startTrust(good, await sha256Hex(root.signed));
  if (!begun.ok) throw new Error(begun.detail);
  trusted = begun.state;
});

const offer = (bytes: Uint8Array) => verifyUpdate({ bytes, trusted, now, engineVersion: '0.1.0' });

/** Offers tables that the right keys signed: the last gate before the engine. */
async function offerTables(tables: unknown, raw = canonicalJson(tables)): Promise<string> {
  const result = await offer(await makePackFile({ roots: [root], pens: [pen], tables: raw }));
  return result.ok ? 'taken' : result.problem;
}

describe('a pack file', () => {
  it('is refused with any one bit changed, also with two roots and both kinds of keys', async () => {
    const other = await makePen('p256');
    const pens = [pen, other];
    const wish = { root: pens, pack: pens, packThreshold: 1 };
    const next = signRoot(makeRoot({ ...wish, version: 2 }), pens);
    const file = await makePackFile({ roots: [root, next], pens });
    expect(await offer(file)).toMatchObject({ ok: true });
    const head = new TextDecoder().decode(file).indexOf('"tables":"{');
    const anyBit = fc.oneof(fc.nat({ max: head * 8 - 1 }), fc.nat({ max: file.length * 8 - 1 }));
    await fc.assert(
      fc.asyncProperty(anyBit, async (bit) => {
        const changed = file.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const result = await offer(changed);
        expect(result.ok).toBe(false);
        expect(result.state.pack).toBeNull();
      }),
      { numRuns: 1500 },
    );
  });

  it('is refused when cut off anywhere or with anything after its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), async (length) => {
        expect((await offer(good.slice(0, length))).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
    for (const more of [' ', '\n', '\0', '{}'])
      expect((await offer(Buffer.concat([good, Buffer.from(more)]))).ok).toBe(false);
  });

  it('never makes the check throw, whatever it holds', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.jsonValue().map((tables) => {
        const file = { ...readPackFile(good), tables: canonicalJson(tables) };
        return new TextEncoder().encode(canonicalJson(file));
      }),
      fc.jsonValue().map((value) => {
        const statement = signText(canonicalJson(value), [pen]);
        return new TextEncoder().encode(canonicalJson({ ...readPackFile(good), statement }));
      }),
      fc.jsonValue().map((value) => {
        const roots = [signText(canonicalJson(value), [pen])];
        return new TextEncoder().encode(canonicalJson({ ...readPackFile(good), roots }));
      }),
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        expect((await offer(bytes)).ok).toBe(false);
        expect((await openTrusted({ bytes, trusted, engineVersion: '0.1.0' })).ok).toBe(false);
        expect((await startTrust(bytes, '0'.repeat(64))).ok).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  it('is refused in any other spelling of the same data', async () => {
    const text = new TextDecoder().decode(good);
    const spellings = [
      JSON.stringify(JSON.parse(text), null, 1),
      text.replace('"format"', '"f\\u006frmat"'),
      `\uFEFF${text}`,
    ];
    for (const spelling of spellings)
      expect(await offer(new TextEncoder().encode(spelling))).toMatchObject({ problem: 'malformed' });
  });
});

describe('the tables of a well-signed pack', () => {
  it('are taken when they are in order', async () => {
    expect(await offerTables(smallTables())).toBe('taken');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('cannot bring the name %s', async (name) => {
    const nasty = canonicalJson(smallTables()).replace(
      '"context":{}',
      `"context":{"${name}":{"phrases":[]}}`,
    );
    expect(nasty).toContain(name);
    expect(await offerTables(null, nasty)).toBe('bad-tables');
    expect(({} as Record<string, unknown>).phrases).toBeUndefined();
  });

  it('cannot bring fields the engine does not know', async () => {
    const { markings } = smallTables();
    expect(await offerTables({ ...smallTables(), code: 'alert(1)' })).toBe('bad-tables');
    const withPattern = { ...markings[0], pattern: '(a+)+$' };
    expect(await offerTables({ ...smallTables(), markings: [withPattern, ...markings] })).toBe('bad-tables');
  });

  it('cannot be larger than the engine can bear', async () => {
    const tables = smallTables();
    const rule = { ruleId: 'foreign.test', strong: ['x'.repeat(201)], weak: [] };
    expect(await offerTables({ ...tables, foreign: [rule] })).toBe('bad-tables');
    const crowd = Array.from({ length: 20_001 }, (_, i) => `phrase ${i}`);
    expect(await offerTables({ ...tables, foreign: [{ ...rule, strong: crowd }] })).toBe('bad-tables');
    const marking = { ...tables.markings[0], phrases: Array.from({ length: 300 }, (_, i) => `mật ${i}`) };
    expect(await offerTables({ ...tables, markings: [marking, ...tables.markings] })).toBe('bad-tables');
  });

  it('cannot nest so deep, or hold so much, that reading them hurts', async () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(await offerTables(null, deep)).toBe('bad-tables');
    expect(await offerTables(null, `[${'0,'.repeat(1_000_000)}0]`)).toBe('bad-tables');
    expect(() => parseBounded(deep, { depth: 8, values: 100 })).toThrow('more than 8 levels deep');
  });

  it('cannot leave the machine without its markings', async () => {
    const { markings } = smallTables();
    expect(await offerTables({ ...smallTables(), markings: markings.slice(1) })).toBe('bad-tables');
    const empty = markings.map((rule) => ({ ...rule, phrases: [] }));
    expect(await offerTables({ ...smallTables(), markings: empty })).toBe('bad-tables');
  });

  it('are plain data once taken: no function, no inherited name', async () => {
    const result = await offer(good);
    if (!result.ok) throw new Error(result.detail);
    const odd: unknown[] = [];
    const walk = (value: unknown) => {
      if (typeof value !== 'object' || value === null) {
        if (!['string', 'number', 'boolean'].includes(typeof value)) odd.push(value);
        return;
      }
      const proto = Object.getPrototypeOf(value);
      if (proto !== Object.prototype && proto !== Array.prototype) odd.push(value);
      for (const each of Object.values(value)) walk(each);
    };
    walk(result.pack.tables);
    expect(odd).toEqual([]);
  });

  it('never make their check throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void tablesSchema.safeParse(value)));
  });
});

describe('a trusted state', () => {
  it('survives storage as JSON, and nonsense is none', () => {
    expect(readTrustedState(JSON.parse(JSON.stringify(trusted)))).toEqual(trusted);
    fc.assert(fc.property(fc.jsonValue(), (value) => readTrustedState(value) === null));
  });

  it('that was damaged refuses updates and does not throw', async () => {
    const result = await verifyUpdate({
      bytes: good,
      trusted: { format: 1, root: '{', pack: null },
      now,
      engineVersion: '0.1.0',
    });
    expect(result).toMatchObject({ ok: false, problem: 'malformed' });
  });

  it('tells how the pack stands from its expiry, and only tells', async () => {
    const result = await offer(good);
    const at = (day: string) => packHealth(result.state, new Date(day));
    expect(at('2026-11-22')).toBe('fresh');
    expect(at('2027-01-25')).toBe('expiring');
    expect(at('2027-02-02')).toBe('expired');
    expect(packHealth(trusted, now)).toBe('none');
  });
});

describe('signatures', () => {
  it.each(['ed25519', 'p256'] as const)('of %s keys are checked', async (kind) => {
    const own = await makePen(kind);
    const { signatures } = signText('văn bản', [own]);
    expect(await isSignedBy(own, 'văn bản', signatures[0]!.value)).toBe(true);
    expect(await isSignedBy(own, 'văn ban', signatures[0]!.value)).toBe(false);
    expect(await isSignedBy(pen, 'văn bản', signatures[0]!.value)).toBe(false);
  });

  it('of Ed25519 keys are checked where the browser cannot', async () => {
    const { importKey } = crypto.subtle;
    crypto.subtle.importKey = (() => Promise.reject(new Error('NotSupportedError'))) as typeof importKey;
    try {
      const { signatures } = signText('x', [pen]);
      expect(await isSignedBy(pen, 'x', signatures[0]!.value)).toBe(true);
      expect(await isSignedBy(pen, 'y', signatures[0]!.value)).toBe(false);
    } finally {
      crypto.subtle.importKey = importKey;
    }
  });

  it('and keys of the wrong size are no signatures and no keys', async () => {
    for (const value of ['', 'AAAA', 'A'.repeat(86), '!'])
      expect(await isSignedBy(pen, 'x', value)).toBe(false);
    expect(await isSignedBy({ kind: 'p256', public: pen.public }, 'x', 'A'.repeat(86))).toBe(false);
  });

  it('have one spelling only', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64Url(bytes);
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
    );
    expect(fromBase64Url('AB')).toBeNull();
    expect(fromBase64Url('AA==')).toBeNull();
  });
});
