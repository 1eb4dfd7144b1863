import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  type CertifiedItem,
  certifyItem,
  resultOf,
  stateResults,
} from '../../src/certificate/certificate.ts';
import { makeSigningKey, type SigningKey, signStatement } from '../../src/certificate/sign.ts';
import {
  parseTrustedKeys,
  type TrustedKey,
  type VerifyOptions,
  verifyCertificate,
} from '../../src/certificate/verify.ts';
import type { Finding } from '../../src/engine/types.ts';
import type { Outcome } from '../../src/engine/verdict.ts';

const checker = { product: '0.1.0', pack: { name: 'test', version: '1.2', released: '2026-11-01' } };
const issued = new Date('2026-11-20T08:00:00Z');
const now = new Date('2026-11-21T08:00:00Z');
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const finding = (kind: Finding['kind'], action: Finding['action']): Finding => ({
  ruleId: 'marking.toi-mat',
  kind,
  level: kind === 'marking' ? 'toi-mat' : null,
  action,
  confidence: 0.9,
  start: 0,
  end: 3,
  signals: [],
});
const item = (content: string, findings: readonly Finding[] = [], outcome: Outcome = 'scanned') =>
  certifyItem(
    { sha256: hash(content), size: content.length, mediaType: 'text/plain' },
    findings.map((one) => ({ finding: one, where: 'page:2' })),
    outcome,
  );

let unit: SigningKey;
let stranger: SigningKey;
let clean: Certificate;
let trusted: TrustedKey[];
beforeAll(async () => {
  unit = await makeSigningKey();
  stranger = await makeSigningKey();
  clean = await issue([item('một'), item('hai')], unit);
  trusted = [{ keyId: clean.signature.keyId, name: 'Trường Thử Nghiệm' }];
});

/** A certificate that may be tampered with. */
interface Draft {
  readonly statement: {
    result: string;
    issued: string;
    note?: string;
    readonly checker: { readonly pack: { version: string } };
    readonly items: object[];
  };
  readonly signature: { keyId: string; value: string };
}

const issue = (items: readonly CertifiedItem[], key: SigningKey, time = issued) =>
  signStatement(stateResults(items, checker, time), key);
const verify = (certificate: unknown, options: Partial<VerifyOptions> = {}) =>
  verifyCertificate(typeof certificate === 'string' ? certificate : JSON.stringify(certificate), {
    now,
    trusted,
    ...options,
  });
const given = (...contents: string[]) => ({
  files: contents.map((content) => ({ sha256: hash(content), size: content.length })),
});

describe('a certificate', () => {
  it('holds for its own files, signed by a key that the verifier knows', async () => {
    const verified = await verify(clean, { ...given('hai', 'một'), packVersion: '1.2', maxAge: 30 });
    expect(verified).toMatchObject({ faults: [], files: [1, 0], signer: { name: 'Trường Thử Nghiệm' } });
    expect(verified.certificate?.statement.result).toBe('clean');
  });

  it('holds when its JSON was laid out anew', async () => {
    const turned = JSON.stringify(
      {
        signature: clean.signature,
        statement: Object.fromEntries(Object.entries(clean.statement).reverse()),
      },
      null,
      4,
    );
    expect((await verify(turned)).faults).toEqual([]);
  });

  it('signed with Ed25519 holds too', async () => {
    const key = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const certificate = await issue([item('một')], key);
    expect(certificate.signature.kind).toBe('ed25519');
    expect((await verify(certificate)).faults).toEqual([]);
  });

  it('names no degree, no rule, no words and no file', async () => {
    const report = await issue([item('một', [finding('marking', 'block')])], unit);
    expect(report.statement.items[0]?.found).toEqual([{ kind: 'marking', where: 'page:2', count: 1 }]);
    expect(JSON.stringify(report)).not.toMatch(/toi-mat|marking\.|một/);
  });

  it('keeps a place that is no machine word out', () => {
    const located = { finding: finding('marking', 'block'), where: 'entry:Kế hoạch bí mật' };
    expect(
      certifyItem({ sha256: hash('a'), size: 1, mediaType: 'Bí mật' }, [located], 'scanned'),
    ).toMatchObject({
      mediaType: '?',
      found: [{ where: '?' }],
    });
  });

  it('is signed for statements only', async () => {
    const other = { ...clean.statement, command: 'install' };
    await expect(signStatement(other, unit)).rejects.toThrow(TypeError);
  });
});

describe('the result', () => {
  it.each<[string, readonly Finding[], Outcome]>([
    ['clean', [], 'scanned'],
    ['marked', [finding('marking', 'block')], 'scanned'],
    ['marked', [finding('marking', 'block')], 'timed-out'],
    ['review', [finding('marking', 'warn')], 'scanned'],
    ['review', [finding('category', 'report')], 'scanned'],
    ['unread', [finding('category', 'warn')], 'encrypted'],
    ['unread', [], 'image-unread'],
  ])('is %s', (expected, findings, outcome) => {
    expect(
      resultOf(
        findings.map((one) => ({ finding: one, where: 'text' })),
        outcome,
      ),
    ).toBe(expected);
  });

  it('of several items is the gravest', async () => {
    const { statement } = await issue([item('a'), item('b', [], 'encrypted'), item('c')], unit);
    expect(statement.result).toBe('unread');
  });

  it('of bytes that were not hashed is never clean', () => {
    expect(certifyItem({ sha256: null, size: 9, mediaType: 'text/plain' }, [], 'scanned').result).toBe(
      'unread',
    );
  });
});

describe('a forged certificate is told:', () => {
  const edit = (change: (copy: Draft) => void, from: Certificate = clean) => {
    const copy: Draft = structuredClone(from) as never;
    change(copy);
    return copy;
  };

  it('an edited result', async () => {
    const report = await issue([item('một', [finding('marking', 'block')])], unit);
    const washed = edit((c) => {
      c.statement.result = 'clean';
      c.statement.items[0] = { ...c.statement.items[0], result: 'clean', found: [] };
    }, report);
    expect((await verify(washed)).faults).toEqual(['signature']);
  });

  it('a swapped hash', async () => {
    const swapped = edit((c) => {
      c.statement.items[0] = { ...c.statement.items[0], sha256: hash('ba'), size: 2 };
    });
    expect((await verify(swapped, given('ba'))).faults).toContain('signature');
  });

  it('one signed again by another key: it holds in itself, and its signer is unknown', async () => {
    const again = await signStatement(clean.statement, stranger);
    expect(await verify(again)).toMatchObject({ faults: [], signer: null });
  });

  it("another key under the unit's id", async () => {
    const again = await signStatement(clean.statement, stranger);
    const disguised = edit((c) => {
      c.signature.keyId = clean.signature.keyId;
    }, again);
    expect(await verify(disguised)).toMatchObject({ faults: ['key-id'], signer: null });
  });

  it("the unit's key with another's signature", async () => {
    const again = await signStatement(clean.statement, stranger);
    const mixed = edit((c) => {
      c.signature.value = again.signature.value;
    });
    expect((await verify(mixed)).faults).toEqual(['signature']);
  });

  it('one replayed for another file, or for a longer one with the same beginning', async () => {
    expect(await verify(clean, given('một', 'ba'))).toMatchObject({
      faults: ['other-file'],
      files: [0, null],
    });
    const { files } = given('một');
    expect((await verify(clean, { files: [{ ...files[0]!, size: 99 }] })).faults).toEqual(['other-file']);
  });

  it('a shortened list of items', async () => {
    const shortened = edit((c) => {
      c.statement.items.pop();
    });
    expect((await verify(shortened)).faults).toContain('signature');
  });

  it('another pack version written in, and one checked by another pack', async () => {
    const renamed = edit((c) => {
      c.statement.checker.pack.version = '9.9';
    });
    expect((await verify(renamed, { packVersion: '9.9' })).faults).toEqual(['signature']);
    expect((await verify(clean, { packVersion: '9.9' })).faults).toEqual(['wrong-pack']);
  });

  it('a time in the future, and one too long ago', async () => {
    const early = await issue([item('một')], unit, new Date(now.getTime() + 3_600_000));
    expect((await verify(early)).faults).toEqual(['future']);
    expect((await verify(clean, { maxAge: 0.5 })).faults).toEqual(['too-old']);
    const impossible = edit((c) => {
      c.statement.issued = '2026-13-45T99:00:00.000Z';
    });
    expect((await verify(impossible)).faults).toContain('future');
  });

  it('a result that its items do not bear out, though signed', async () => {
    const marked = item('một', [finding('marking', 'block')]);
    const lies = [
      { ...stateResults([marked], checker, issued), result: 'clean' as const },
      stateResults([{ ...marked, result: 'clean' }], checker, issued),
      stateResults([{ ...item('một', [], 'encrypted'), result: 'clean' }], checker, issued),
      stateResults([{ ...item('một'), sha256: null }], checker, issued),
    ];
    for (const lie of lies)
      expect((await verify(await signStatement(lie, unit))).faults).toEqual(['inconsistent']);
  });

  it('a field that was smuggled in', async () => {
    const more = edit((c) => {
      c.statement.note = 'đã duyệt';
    });
    expect((await verify(more)).faults).toEqual(['malformed']);
  });

  it('cut off anywhere', async () => {
    const whole = JSON.stringify(clean);
    for (let end = 0; end < whole.length; end += 7)
      expect((await verify(whole.slice(0, end))).faults).toEqual(['unreadable']);
  });

  it('with any byte of its text changed', async () => {
    const whole = JSON.stringify(clean);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 33, max: 126 }), async (at, code) => {
        const letter = String.fromCharCode(code);
        fc.pre(whole[at] !== letter);
        const { faults, signer } = await verify(whole.slice(0, at) + letter + whole.slice(at + 1));
        expect(faults.length > 0 || signer === null).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('anything else that is JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { faults } = await verify(JSON.stringify(value));
        // Names such as `__proto__` are refused before the shape is looked at.
        expect([['malformed'], ['unreadable']]).toContainEqual(faults);
      }),
    );
  });
});

describe('a list of trusted keys', () => {
  it('gives ids with names, and skips what is neither', () => {
    const id = 'A1'.repeat(32);
    expect(parseTrustedKeys(`# của Sở\n${id}  Trường Thử # ghi chú\r\nkhông phải khóa\n${id}`)).toEqual([
      { keyId: id.toLowerCase(), name: 'Trường Thử' },
      { keyId: id.toLowerCase(), name: '' },
    ]);
  });

  it('may name a key by the first half of its id, never by less', async () => {
    const { keyId } = clean.signature;
    const signerBy = async (digits: number) =>
      (await verify(clean, { trusted: [{ keyId: keyId.slice(0, digits), name: 'n' }] })).signer;
    expect(parseTrustedKeys(`${keyId.slice(0, 32)} Máy 7`)).toHaveLength(1);
    expect(await signerBy(32)).not.toBeNull();
    expect(await signerBy(31)).toBeNull();
    expect(await signerBy(0)).toBeNull();
  });
});
