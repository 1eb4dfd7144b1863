import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Signed, TrustedState } from '../../../src/rules/trust/documents.ts';
import { openTrusted, startTrust, verifyUpdate } from '../../../src/rules/trust/verify-update.ts';
import { sha256Hex } from '../../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, type Pen, signRoot } from './signer.ts';

/** One thing that reaches a machine. */
interface Offer {
  readonly version: number;
  /** How many roots the file holds; the second drops the first pack key, the third the second. */
  readonly roots: number;
  readonly signer: number;
  readonly expired: boolean;
  readonly cut: boolean;
}

const anyOffer: fc.Arbitrary<Offer> = fc.record({
  version: fc.integer({ min: 1, max: 4 }),
  roots: fc.integer({ min: 1, max: 3 }),
  signer: fc.integer({ min: 0, max: 3 }),
  expired: fc.boolean(),
  cut: fc.constantFrom(false, false, false, true),
});

const now = new Date('2026-11-22T00:00:00Z');
let rootPen: Pen;
let pens: readonly Pen[];
let chain: readonly Signed[];
const files = new Map<string, Promise<Uint8Array>>();

/** The last pen is of nobody the roots know. */
beforeAll(async () => {
  rootPen = await makePen();
  pens = await Promise.all([makePen(), makePen(), makePen(), makePen()]);
  chain = [0, 1, 2].map((dropped) =>
    signRoot(makeRoot({ version: dropped + 1, root: [rootPen], pack: pens.slice(dropped, 3) }), [rootPen]),
  );
});

async function fileOf(offer: Offer): Promise<Uint8Array> {
  const key = JSON.stringify(offer);
  if (!files.has(key)) {
    const expires = offer.expired ? '2026-11-21T00:00:00Z' : '2027-02-01T00:00:00Z';
    const made = makePackFile({
      roots: chain.slice(0, offer.roots),
      pens: [pens[offer.signer]!],
      statement: { version: offer.version, expires },
    });
    files.set(
      key,
      made.then((bytes) => (offer.cut ? bytes.slice(0, bytes.length - 40) : bytes)),
    );
  }
  return files.get(key)!;
}

const rootOf = (state: TrustedState): number => JSON.parse(state.root).version;

describe('whatever is offered in whatever order', () => {
  it('roots never go back, versions only after a theft, and the pack in use always opens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOffer, { minLength: 1, maxLength: 12 }), async (offers) => {
        const begun = await startTrust(
          await fileOf({ version: 1, roots: 1, signer: 0, expired: false, cut: false }),
          await sha256Hex(chain[0]!.signed),
        );
        if (!begun.ok) throw new Error(begun.detail);
        let state = begun.state;
        let inUse: Uint8Array | null = null;
        for (const offer of offers) {
          const bytes = await fileOf(offer);
          const result = await verifyUpdate({ bytes, trusted: state, now, engineVersion: '0.1.0' });
          expect(rootOf(result.state)).toBeGreaterThanOrEqual(rootOf(state));
          if (result.ok) {
            expect(offer).toMatchObject({ expired: false, cut: false, roots: rootOf(result.state) });
            expect(offer.signer).toBeLessThan(3);
            expect(offer.signer).toBeGreaterThanOrEqual(offer.roots - 1);
            const known = state.pack;
            if (known && rootOf(result.state) === rootOf(state) && !known.revoked)
              expect(offer.version).toBeGreaterThanOrEqual(known.version);
            if (result.news) inUse = bytes;
          } else {
            // A refusal may show that the pack in use is revoked, and changes nothing else of it.
            const before = state.pack && { ...state.pack, revoked: result.state.pack?.revoked };
            expect(result.state.pack).toEqual(before);
          }
          state = result.state;
          if (inUse)
            expect(await openTrusted({ bytes: inUse, trusted: state, engineVersion: '0.1.0' })).toMatchObject(
              {
                ok: true,
              },
            );
        }
      }),
      { numRuns: 150 },
    );
  });
});
