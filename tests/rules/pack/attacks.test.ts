import { beforeAll, describe, expect, it } from 'vitest';
import type { Signed, TrustedState } from '../../../src/rules/trust/documents.ts';
import { readBounded } from '../../../src/rules/trust/read-bounded.ts';
import {
  openTrusted,
  readPackFile,
  startTrust,
  type UpdateResult,
  verifyUpdate,
} from '../../../src/rules/trust/verify-update.ts';
import { sha256Hex } from '../../../src/signing/bytes.ts';
import { encodeFile, makePackFile, makePen, makeRoot, type PackWish, type Pen, signRoot } from './signer.ts';

const now = new Date('2026-11-22T00:00:00Z');
let rootPens: readonly Pen[];
let packPens: readonly Pen[];
let stranger: Pen;
let first: Signed;
let fresh: TrustedState;

/** Two of three root keys, two of three pack keys, one of them P-256. */
beforeAll(async () => {
  rootPens = await Promise.all([makePen(), makePen(), makePen('p256')]);
  packPens = await Promise.all([makePen(), makePen('p256'), makePen()]);
  stranger = await makePen();
  first = signRoot(
    makeRoot({ root: rootPens, pack: packPens, rootThreshold: 2, packThreshold: 2 }),
    rootPens.slice(1),
  );
  const begun = await startTrust(await make({}), await sha256Hex(first.signed));
  if (!begun.ok) throw new Error(begun.detail);
  fresh = begun.state;
});

const make = (wish: Partial<PackWish>) =>
  makePackFile({ roots: [first], pens: packPens.slice(0, 2), ...wish });

const offer = (bytes: Uint8Array, trusted: TrustedState, more: { now?: Date; engineVersion?: string } = {}) =>
  verifyUpdate({ bytes, trusted, now, engineVersion: '0.1.0', ...more });

async function accept(wish: Partial<PackWish> = {}, trusted = fresh): Promise<TrustedState> {
  const result = await offer(await make(wish), trusted);
  if (!result.ok) throw new Error(`${result.problem}: ${result.detail}`);
  return result.state;
}

const problemOf = (result: UpdateResult) => (result.ok ? 'none' : result.problem);

describe('a good pack', () => {
  it('is taken, with its tables ready for the engine', async () => {
    const result = await offer(await make({}), fresh);
    expect(result).toMatchObject({ ok: true, news: true, state: { pack: { name: 'chung', version: 1 } } });
    expect(result.ok && result.pack.tables.markings.length).toBe(3);
  });

  it('is no news the second time', async () => {
    const result = await offer(await make({}), await accept());
    expect(result).toMatchObject({ ok: true, news: false });
  });

  it('gives way to the next version', async () => {
    const result = await offer(await make({ statement: { version: 2 } }), await accept());
    expect(result).toMatchObject({ ok: true, news: true, state: { pack: { version: 2 } } });
  });

  it('opens again from the disk after it expired', async () => {
    const bytes = await make({});
    const trusted = await accept();
    expect(await openTrusted({ bytes, trusted, engineVersion: '0.1.0' })).toMatchObject({ ok: true });
  });

  it('does not open from a half-written file, nor as another pack', async () => {
    const bytes = await make({});
    const trusted = await accept();
    const half = await openTrusted({
      bytes: bytes.slice(0, bytes.length / 2),
      trusted,
      engineVersion: '0.1.0',
    });
    expect(half).toMatchObject({ ok: false, problem: 'malformed' });
    const other = await make({ statement: { version: 2 } });
    expect(await openTrusted({ bytes: other, trusted, engineVersion: '0.1.0' })).toMatchObject({
      ok: false,
      problem: 'mixed',
    });
  });
});

describe('arbitrary install', () => {
  it('of a pack signed by a stranger is refused', async () => {
    expect(problemOf(await offer(await make({ pens: [stranger] }), fresh))).toBe('signature');
  });

  it('of a pack with a stranger beside good signatures is refused', async () => {
    expect(problemOf(await offer(await make({ pens: [...packPens, stranger] }), fresh))).toBe('signature');
  });

  it('of a pack signed by the root keys is refused', async () => {
    expect(problemOf(await offer(await make({ pens: rootPens }), fresh))).toBe('signature');
  });

  it('of a pack with its own root is refused', async () => {
    const own = signRoot(makeRoot({ root: [stranger], pack: [stranger] }), [stranger]);
    const bytes = await make({ roots: [own], pens: [stranger] });
    expect(problemOf(await offer(bytes, fresh))).toBe('root-chain');
    expect(await startTrust(bytes, await sha256Hex(first.signed))).toMatchObject({ problem: 'root-chain' });
  });

  it('of a pack signed twice by one key is refused', async () => {
    const bytes = await make({ pens: [packPens[0]!, packPens[0]!] });
    expect(problemOf(await offer(bytes, fresh))).toBe('signature');
  });

  it('of a root document in the place of a statement is refused', async () => {
    const root = makeRoot({ root: packPens, pack: packPens });
    const { tables } = readPackFile(await make({}));
    const bytes = encodeFile({ roots: [first], statement: signRoot(root, packPens.slice(0, 2)), tables });
    expect(problemOf(await offer(bytes, fresh))).toBe('malformed');
  });
});

describe('rollback', () => {
  it('to an older pack is refused and the newer one kept', async () => {
    const trusted = await accept({ statement: { version: 5 } });
    const result = await offer(await make({ statement: { version: 4 } }), trusted);
    expect(problemOf(result)).toBe('rollback');
    expect(result.state).toEqual(trusted);
  });

  it('to an older root is refused', async () => {
    const next = await rotate();
    const trusted = await accept({ roots: [first, next.root], pens: next.pens });
    expect(problemOf(await offer(await make({ statement: { version: 9 } }), trusted))).toBe('rollback');
  });
});

describe('freeze', () => {
  it('on the pack in use is noticed once that has expired', async () => {
    const trusted = await accept();
    const result = await offer(await make({}), trusted, { now: new Date('2027-02-02T00:00:00Z') });
    expect(problemOf(result)).toBe('frozen');
    expect(result.state.pack).toEqual(trusted.pack);
  });

  it('on an older state does not bring an expired pack to a new machine', async () => {
    const later = new Date('2027-02-02T00:00:00Z');
    expect(problemOf(await offer(await make({}), fresh, { now: later }))).toBe('expired');
  });

  it('by an expired root is noticed', async () => {
    const later = new Date('2030-02-02T00:00:00Z');
    const bytes = await make({ statement: { expires: '2031-01-01T00:00:00Z' } });
    expect(problemOf(await offer(bytes, fresh, { now: later }))).toBe('root-expired');
  });

  it('is not helped by a clock that was set back', async () => {
    const trusted = await accept({ statement: { version: 2, released: '2026-11-20T00:00:00Z' } });
    const stale = await make({
      statement: { version: 3, released: '2026-11-20T00:00:01Z', expires: '2026-11-10T00:00:00Z' },
    });
    const past = { now: new Date('2026-11-05T00:00:00Z') };
    expect(problemOf(await offer(stale, trusted, past))).toBe('expired');
    const same = await make({
      statement: { version: 2, released: '2026-11-19T00:00:00Z', expires: '2026-11-19T12:00:00Z' },
    });
    expect(problemOf(await offer(same, trusted, past))).toBe('mixed');
  });

  it('is not what a unit gets whose clock once ran ahead: the next pack is taken', async () => {
    const ahead = { version: 2, released: '2031-01-01T00:00:00Z', expires: '2031-04-01T00:00:00Z' };
    const trusted = await accept({ statement: ahead });
    const mended = await make({ statement: { version: 3 } });
    expect((await offer(mended, trusted)).ok).toBe(true);
    const expired = await make({ statement: { version: 3, expires: '2026-11-01T00:00:00Z' } });
    expect(problemOf(await offer(expired, trusted))).toBe('expired');
  });
});

describe('endless data', () => {
  it('stops at the limit and cancels the source', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => {
        cancelled = true;
      },
    });
    const result = await readBounded(body, { bytes: 5000, time: 10_000, silence: 10_000 });
    expect(result).toEqual({ ok: false, problem: 'too-large' });
    expect(cancelled).toBe(true);
  });

  it('in a file is refused before it is parsed', async () => {
    const result = await verifyUpdate({
      bytes: new Uint8Array(2000),
      trusted: fresh,
      now,
      engineVersion: '0.1.0',
      limits: { fileBytes: 1000, tables: { depth: 8, values: 10 } },
    });
    expect(problemOf(result)).toBe('too-large');
  });
});

describe('mix and match', () => {
  it('of one statement with the tables of another is refused', async () => {
    const one = readPackFile(await make({}));
    const tables = one.tables.replace('"block":6', '"block":7');
    expect(tables).not.toBe(one.tables);
    expect(problemOf(await offer(encodeFile({ ...one, tables }), fresh))).toBe('mixed');
  });

  it('of two contents under one version is refused', async () => {
    const trusted = await accept();
    const other = await make({ statement: { expires: '2027-03-01T00:00:00Z' } });
    expect(problemOf(await offer(other, trusted))).toBe('mixed');
  });
});

describe('wrong target', () => {
  it('is a pack for another unit that the same keys serve', async () => {
    expect(problemOf(await offer(await make({ statement: { unit: 'nam-ha' } }), fresh))).toBe('wrong-target');
  });

  it('is another pack of the same unit', async () => {
    const trusted = await accept();
    const other = await make({ statement: { name: 'thu-nghiem', version: 2 } });
    expect(problemOf(await offer(other, trusted))).toBe('wrong-target');
  });

  it('is a pack for a newer engine', async () => {
    const bytes = await make({ statement: { minEngine: '0.10.0' } });
    expect(problemOf(await offer(bytes, fresh, { engineVersion: '0.9.9' }))).toBe('engine-too-old');
    expect(problemOf(await offer(bytes, fresh, { engineVersion: '1.0.0' }))).toBe('none');
  });
});

describe('slow retrieval', () => {
  const limits = { bytes: 1000, time: 10_000, silence: 30 };

  it('ends when nothing comes', async () => {
    const silent = new ReadableStream<Uint8Array>({});
    expect(await readBounded(silent, limits)).toEqual({ ok: false, problem: 'too-slow' });
  });

  it('ends when it drips beyond the time for the whole', async () => {
    const drip = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new Uint8Array(1));
      },
    });
    expect(await readBounded(drip, { ...limits, time: 60, silence: 1000 })).toEqual({
      ok: false,
      problem: 'too-slow',
    });
  });

  it('and a source that breaks are told apart', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('gone')),
    });
    expect(await readBounded(broken, limits)).toEqual({ ok: false, problem: 'unreachable' });
  });

  it('does not stand in the way of an honest source', async () => {
    const body = new Response('đủ').body!;
    expect(await readBounded(body, limits)).toEqual({ ok: true, bytes: new TextEncoder().encode('đủ') });
  });
});

/** A second root that drops the first pack key and the first root key. */
async function rotate(signers: readonly Pen[] = rootPens.slice(1)) {
  const pens = [packPens[2]!, await makePen()];
  const wish = { version: 2, root: rootPens.slice(1), pack: pens, rootThreshold: 2, packThreshold: 2 };
  return { root: signRoot(makeRoot(wish), signers), pens };
}

describe('key compromise', () => {
  it('of fewer keys than the threshold signs nothing', async () => {
    expect(problemOf(await offer(await make({ pens: [packPens[0]!] }), fresh))).toBe('threshold');
  });

  it('ends with a new root: the old keys no longer count', async () => {
    const next = await rotate();
    const stolen = await make({
      roots: [first, next.root],
      pens: packPens.slice(0, 2),
      statement: { version: 9 },
    });
    const result = await offer(stolen, await accept());
    expect(problemOf(result)).toBe('signature');
    expect(result.state.root).toBe(next.root.signed);
    expect(result.state.pack).toMatchObject({ version: 1, revoked: true });
  });

  it('that signed the highest version does not lock later packs out', async () => {
    const stolen = await accept({ statement: { version: Number.MAX_SAFE_INTEGER } });
    const next = await rotate();
    const bytes = await make({ roots: [first, next.root], pens: next.pens, statement: { version: 2 } });
    expect(await offer(bytes, stolen)).toMatchObject({
      ok: true,
      news: true,
      state: { pack: { version: 2, revoked: false } },
    });
  });

  it('of one root key does not make a root', async () => {
    const own = await makePen();
    const forged = makeRoot({ version: 2, root: [own], pack: [own] });
    const chain = [first, signRoot(forged, [own, rootPens[0]!])];
    const result = await offer(await make({ roots: chain, pens: [own] }), fresh);
    expect(problemOf(result)).toBe('threshold');
    expect(result.state).toEqual(fresh);
  });

  it('leaves no way around the threshold of the new root itself', async () => {
    const own = await makePen();
    const wish = { version: 2, root: [own, rootPens[1]!, rootPens[2]!], pack: packPens, rootThreshold: 3 };
    const chain = [first, signRoot(makeRoot(wish), rootPens.slice(1))];
    expect(problemOf(await offer(await make({ roots: chain }), fresh))).toBe('threshold');
  });

  it('cannot skip, repeat or fork a link of the chain', async () => {
    const next = await rotate();
    const wish = { version: 3, root: rootPens.slice(1), pack: next.pens, rootThreshold: 2, packThreshold: 2 };
    const third = signRoot(makeRoot(wish), rootPens.slice(1));
    const chains = [[first, third], [next.root], [first, first], [first, next.root, next.root]];
    for (const roots of chains)
      expect(problemOf(await offer(await make({ roots, pens: next.pens }), fresh))).toBe('root-chain');
    const trusted = await accept({ roots: [first, next.root], pens: next.pens });
    const fork = await rotate();
    const forked = await make({ roots: [first, fork.root], pens: fork.pens, statement: { version: 2 } });
    expect(problemOf(await offer(forked, trusted))).toBe('root-chain');
    const through = await make({
      roots: [first, next.root, third],
      pens: next.pens,
      statement: { version: 2 },
    });
    expect(problemOf(await offer(through, trusted))).toBe('none');
  });

  it('does not count one key twice under two ids', async () => {
    const [pen] = rootPens;
    const twin: Pen = { ...pen!, id: '0'.repeat(32) };
    const root = makeRoot({ root: [pen!, twin], pack: packPens, rootThreshold: 2 });
    const bytes = await make({ roots: [signRoot(root, [pen!, twin])] });
    const fingerprint = await sha256Hex(readPackFile(bytes).roots[0]!.signed);
    expect(await startTrust(bytes, fingerprint)).toMatchObject({ problem: 'malformed' });
  });

  it('cannot carry a machine over to another unit', async () => {
    const wish = { version: 2, unit: 'nam-ha', root: rootPens, pack: packPens, rootThreshold: 2 };
    const chain = [first, signRoot(makeRoot(wish), rootPens.slice(1))];
    const bytes = await make({ roots: chain, statement: { unit: 'nam-ha' } });
    expect(problemOf(await offer(bytes, fresh))).toBe('wrong-target');
  });

  it.each([
    ['a threshold above its keys', { packThreshold: 4 }],
    ['a role without keys', { pack: [] }],
  ])('leaves no root with %s', async (_, wish) => {
    const root = makeRoot({ root: rootPens, pack: packPens, ...wish });
    const bytes = await make({ roots: [signRoot(root, rootPens)] });
    expect(problemOf(await offer(bytes, fresh))).toBe('malformed');
  });
});
