import { sign as cryptoSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { EngineTables } from '../../../src/engine/tables.ts';
import { bundledTables } from '../../../src/rules/bundled.ts';
import type { PackStatement, Root, Signed } from '../../../src/rules/trust/documents.ts';
import { sha256Hex, toBase64Url } from '../../../src/signing/bytes.ts';
import { canonicalJson } from '../../../src/signing/canonical-json.ts';
import { keyIdOf, type PublicKey } from '../../../src/signing/signature.ts';

/** A key pair of a test. */
export interface Pen extends PublicKey {
  readonly id: string;
  readonly secret: KeyObject;
}

export async function makePen(kind: PublicKey['kind'] = 'ed25519'): Promise<Pen> {
  const { publicKey, privateKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const raw =
    kind === 'ed25519'
      ? Buffer.from(x, 'base64url')
      : Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const key = { kind, public: toBase64Url(raw) };
  return { ...key, id: await keyIdOf(key), secret: privateKey };
}

export function signText(text: string, pens: readonly Pen[]): Signed {
  const signatures = pens.map(({ id, kind, secret }) => {
    const value =
      kind === 'ed25519'
        ? cryptoSign(null, Buffer.from(text), secret)
        : cryptoSign('sha256', Buffer.from(text), { key: secret, dsaEncoding: 'ieee-p1363' });
    return { key: id, value: toBase64Url(value) };
  });
  return { signed: text, signatures };
}

export interface RootWish {
  readonly version?: number;
  readonly unit?: string;
  readonly expires?: string;
  readonly root: readonly Pen[];
  readonly pack: readonly Pen[];
  readonly rootThreshold?: number;
  readonly packThreshold?: number;
}

export function makeRoot(wish: RootWish): Root {
  const pens = new Map([...wish.root, ...wish.pack].map((pen) => [pen.id, pen]));
  return {
    type: 'la-chan.root',
    unit: wish.unit ?? 'bac-ha',
    version: wish.version ?? 1,
    expires: wish.expires ?? '2030-01-01T00:00:00Z',
    keys: [...pens.values()].map(({ id, kind, public: bytes }) => ({ id, kind, public: bytes })),
    roles: {
      root: { keys: wish.root.map(({ id }) => id), threshold: wish.rootThreshold ?? 1 },
      pack: { keys: wish.pack.map(({ id }) => id), threshold: wish.packThreshold ?? 1 },
    },
  };
}

export const signRoot = (root: Root, pens: readonly Pen[]): Signed => signText(canonicalJson(root), pens);

export interface PackWish {
  readonly roots: readonly Signed[];
  readonly pens: readonly Pen[];
  readonly tables?: EngineTables | string;
  readonly statement?: Partial<PackStatement>;
}

/** A pack file as bytes. */
export async function makePackFile({ roots, pens, tables, statement }: PackWish): Promise<Uint8Array> {
  // The product's own tables hold places, which no pack has.
  const text =
    typeof tables === 'string' ? tables : canonicalJson({ ...(tables ?? smallTables()), places: undefined });
  const said: PackStatement = {
    type: 'la-chan.pack',
    unit: 'bac-ha',
    name: 'chung',
    version: 1,
    released: '2026-11-01T00:00:00Z',
    expires: '2027-02-01T00:00:00Z',
    minEngine: '0.1.0',
    tables: { sha256: await sha256Hex(text), bytes: Buffer.byteLength(text) },
    ...statement,
  };
  return encodeFile({ roots, statement: signText(canonicalJson(said), pens), tables: text });
}

export function encodeFile(parts: {
  roots: readonly Signed[];
  statement: Signed;
  tables: string;
}): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ format: 'la-chan.pack/1', ...parts }));
}

/** Whole enough for the engine, small enough to sign a thousand times. */
export function smallTables(): EngineTables {
  const { pack, markings, evidence } = bundledTables;
  return { pack, markings, foreign: [], categories: [], evidence, context: {} };
}
