import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkRules } from '../../src/plugin/check-rules.ts';
import { sha256Hex } from '../../src/signing/bytes.ts';
import { makePackFile, makePen, makeRoot, signRoot } from '../rules/pack/signer.ts';

const FOLDER = 'https://www.unit.example/la-chan-rules';

/** The plug-in asks the machine's own clock. */
const LATER = '2099-01-01T00:00:00Z';

afterEach(() => vi.unstubAllGlobals());

/** Plays the folder that `la-chan rules publish` wrote. */
function serve(pack: Uint8Array): void {
  const latest = JSON.stringify({
    format: 'la-chan.latest/1',
    name: 'chung',
    version: 1,
    file: 'chung-1.json',
    bytes: pack.length,
    sha256: '0'.repeat(64),
  });
  const files: Record<string, BodyInit> = {
    [`${FOLDER}/latest.json`]: latest,
    [`${FOLDER}/chung-1.json`]: pack.slice().buffer,
  };
  vi.stubGlobal('fetch', async (address: string) => {
    const body = files[address];
    return body === undefined ? new Response('', { status: 404 }) : new Response(body);
  });
}

async function signed(): Promise<{ pack: Uint8Array; root: string }> {
  const pen = await makePen();
  const root = signRoot(makeRoot({ root: [pen], pack: [pen], expires: LATER }), [pen]);
  const pack = await makePackFile({ roots: [root], pens: [pen], statement: { expires: LATER } });
  return { pack, root: await sha256Hex(new TextEncoder().encode(root.signed)) };
}

describe('the rules of a page with the plug-in', () => {
  const ask = (url: string, root: string, state: string | null = null) =>
    checkRules({ rules: { url, root, state, engineVersion: '9.0.0' } });

  it('come from the unit’s folder when the pinned root signed them', async () => {
    const { pack, root } = await signed();
    serve(pack);
    const { rules, problem, state } = await ask(`${FOLDER}/`, root);
    expect(problem).toBe('');
    expect(rules?.tables.markings.length).toBeGreaterThan(0);
    expect((await ask(FOLDER, root, state)).problem).toBe('');
  });

  it('stay as they are when somebody else signed, a byte is changed or nobody answers', async () => {
    const { pack, root } = await signed();
    serve((await signed()).pack);
    expect((await ask(FOLDER, root)).rules).toBeNull();
    const changed = pack.slice();
    changed[pack.length >> 1]! ^= 1;
    serve(changed);
    expect((await ask(FOLDER, root)).rules).toBeNull();
    expect(await ask('https://www.unit.example/elsewhere', root)).toMatchObject({
      rules: null,
      problem: 'unreachable',
    });
  });
});
