import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeptPack, PackStore } from '../../../src/background/pack-store.ts';
import { createPacks, type Packs } from '../../../src/background/packs.ts';
import type { Signed } from '../../../src/rules/trust/documents.ts';
import { sha256Hex } from '../../../src/signing/bytes.ts';
import {
  makePackFile,
  makePen,
  makeRoot,
  type PackWish,
  type Pen,
  signRoot,
  smallTables,
} from '../../rules/pack/signer.ts';

const NOW = new Date('2026-11-22T00:00:00Z');
const FILE = { kind: 'file' } as const;
const WORD = 'PHÒNG HỌP SỐ CHÍN';

let rootPen: Pen;
let packPen: Pen;
let root: Signed;
let anchor: string;

beforeAll(async () => {
  [rootPen, packPen] = await Promise.all([makePen(), makePen()]);
  root = signRoot(makeRoot({ root: [rootPen], pack: [packPen] }), [rootPen]);
  anchor = await sha256Hex(root.signed);
});

/** A store in memory that can be told to die before a write. */
function memory(): PackStore & { kept: KeptPack | null; dies: boolean } {
  return {
    kept: null,
    dies: false,
    async read() {
      return this.kept;
    },
    async write(kept) {
      if (this.dies) throw new Error('killed');
      this.kept = kept;
    },
  };
}

let store: ReturnType<typeof memory>;
let taken: number;
beforeEach(() => {
  store = memory();
  taken = 0;
});

const start = (now = NOW, engineVersion = '0.1.0'): Packs =>
  createPacks({
    store,
    engineVersion,
    now: () => now,
    onTaken: () => {
      taken += 1;
    },
  });

const pack = (version: number, wish: Partial<PackWish> = {}) => {
  const tables = smallTables();
  const [first, ...others] = tables.markings;
  const markings = [{ ...first!, phrases: [...first!.phrases, WORD] }, ...others];
  return makePackFile({
    roots: [root],
    pens: [packPen],
    tables: { ...tables, markings, pack: { name: 'chung', version: String(version) } },
    ...wish,
    statement: { version, ...wish.statement },
  });
};

describe('the pack in force', () => {
  it('is the bundled one until a signed one is taken, and then that one at once', async () => {
    const packs = start();
    expect((await packs.inForce()).packId).toBe('bundled');
    expect(await packs.offer(await pack(1), FILE, anchor)).toEqual({ kind: 'taken' });
    expect(await packs.state()).toMatchObject({ version: '1', health: 'fresh' });
    expect(packs.now().tables.markings[0]?.phrases).toContain(WORD);
    expect(taken).toBe(1);
  });

  it('is there again after the background has died', async () => {
    await start().offer(await pack(2), FILE, anchor);
    expect(await start().state()).toMatchObject({ version: '2' });
  });

  it('stays the old one, on disk too, when the background is killed while it writes', async () => {
    const packs = start();
    await packs.offer(await pack(1), FILE, anchor);
    store.dies = true;
    expect((await packs.offer(await pack(2), FILE, anchor)).kind).toBe('refused');
    expect(await packs.state()).toMatchObject({ version: '1' });
    store.dies = false;
    expect(await start().state()).toMatchObject({ version: '1' });
  });

  it('is offered once more without harm', async () => {
    const packs = start();
    await packs.offer(await pack(1), FILE, anchor);
    expect(await packs.offer(await pack(1), FILE, anchor)).toEqual({ kind: 'current' });
    expect(taken).toBe(1);
  });

  it('expires without being disarmed, also over a restart', async () => {
    await start().offer(await pack(1), FILE, anchor);
    const later = start(new Date('2028-01-01T00:00:00Z'));
    expect(await later.state()).toMatchObject({ version: '1', health: 'expired' });
    expect(later.now().tables.markings[0]?.phrases).toContain(WORD);
  });

  it('falls back to the bundled rules when its file is damaged on disk, and takes the same pack again', async () => {
    await start().offer(await pack(1), FILE, anchor);
    store.kept!.file!.fill(32, 10, 30);
    const packs = start();
    expect((await packs.inForce()).packId).toBe('bundled');
    expect(await packs.offer(await pack(1), FILE, anchor)).toEqual({ kind: 'taken' });
    expect(await packs.state()).toMatchObject({ version: '1' });
  });
});

describe('a pack that is refused', () => {
  it.each([
    ['older', 'rollback', async () => pack(1)],
    ['changed', 'malformed', async () => (await pack(3)).fill(120, 50, 60)],
    ['cut off', 'malformed', async () => (await pack(3)).slice(0, 500)],
    ['expired', 'expired', async () => pack(3, { statement: { expires: '2026-11-20T00:00:00Z' } })],
    ['for another unit', 'wrong-target', async () => pack(3, { statement: { unit: 'khac' } })],
    ['for a newer product', 'engine-too-old', async () => pack(3, { statement: { minEngine: '9.0.0' } })],
    ['signed by a stranger', 'signature', async () => pack(3, { pens: [await makePen()] })],
  ])('because it is %s leaves the one in force', async (_why, problem, make) => {
    const packs = start();
    await packs.offer(await pack(2), FILE, anchor);
    expect(await packs.offer(await make(), FILE, anchor)).toEqual({ kind: 'refused', problem });
    expect(await packs.state()).toMatchObject({ version: '2' });
    expect(await start().state()).toMatchObject({ version: '2' });
    expect(taken).toBe(1);
  });

  it('because policy names no root is told apart', async () => {
    expect(await start().offer(await pack(1), FILE, '')).toEqual({ kind: 'refused', problem: 'no-root' });
  });

  it('because its root is another than policy names', async () => {
    expect(await start().offer(await pack(1), FILE, '0'.repeat(64))).toEqual({
      kind: 'refused',
      problem: 'root-chain',
    });
  });
});

describe('a rotation of keys', () => {
  it('is followed, and a pack of the old key refused from then on, also after a restart', async () => {
    const packs = start();
    await packs.offer(await pack(1), FILE, anchor);
    const [newRoot, newPack] = await Promise.all([makePen(), makePen()]);
    const second = signRoot(makeRoot({ version: 2, root: [newRoot], pack: [newPack] }), [rootPen, newRoot]);
    const roots = [root, second];
    expect(await packs.offer(await pack(2, { roots, pens: [newPack] }), FILE, anchor)).toEqual({
      kind: 'taken',
    });
    const stale = await pack(3, { roots, pens: [packPen] });
    expect(await start().offer(stale, FILE, anchor)).toEqual({ kind: 'refused', problem: 'signature' });
    const chainCutOff = await pack(3);
    expect(await start().offer(chainCutOff, FILE, anchor)).toEqual({ kind: 'refused', problem: 'rollback' });
  });

  it('counts even when the pack it came with is refused', async () => {
    const packs = start();
    await packs.offer(await pack(1), FILE, anchor);
    const newPack = await makePen();
    const second = signRoot(makeRoot({ version: 2, root: [rootPen], pack: [newPack] }), [rootPen]);
    const refused = await pack(2, { roots: [root, second], pens: [packPen] });
    expect((await packs.offer(refused, FILE, anchor)).kind).toBe('refused');
    expect(await start().state()).toMatchObject({ version: '1', health: 'revoked' });
    expect(await start().offer(await pack(2), FILE, anchor)).toEqual({
      kind: 'refused',
      problem: 'rollback',
    });
  });
});
