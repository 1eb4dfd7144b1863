import { sha256Hex } from '../../signing/bytes.ts';
import type { Root, Signed } from './documents.ts';
import { UpdateError } from './problem.ts';
import { checkSignatures, readRoot } from './signed.ts';

/** A root and the text that was signed. */
export interface RootText {
  readonly root: Root;
  readonly text: string;
}

/**
 * Follows a chain of roots, from version 1 on, to its newest; the trusted one must be a link of it. Throws `UpdateError`.
 */
export async function followRoots(chain: readonly Signed[], trusted: RootText): Promise<RootText> {
  const roots = await readChain(chain);
  const { version } = trusted.root;
  const last = roots.at(-1)!;
  if (last.root.version < version)
    throw new UpdateError(
      'rollback',
      `the newest root is ${last.root.version}, this machine trusts ${version}`,
    );
  if (roots[version - 1]!.text !== trusted.text)
    throw new UpdateError('root-chain', `root ${version} is not the one this machine trusts`);
  return last;
}

/** Finds the root with this fingerprint (SHA-256 of its signed text) in a chain, for a machine that trusts none yet. */
export async function findRoot(chain: readonly Signed[], fingerprint: string): Promise<RootText> {
  for (const root of await readChain(chain)) {
    if ((await sha256Hex(root.text)) === fingerprint) return root;
  }
  throw new UpdateError('root-chain', `no root in the file has the fingerprint ${fingerprint}`);
}

/**
 * Reads a chain and checks every signature in it: each root is signed by the threshold of its own keys and of its
 * predecessor's, is one version higher and for the same unit.
 */
export async function readChain(chain: readonly Signed[]): Promise<readonly RootText[]> {
  const roots: RootText[] = [];
  for (const signed of chain) {
    const root = await readRoot(signed.signed);
    const before = roots.at(-1)?.root;
    const what = `root ${root.version}`;
    if (root.version !== roots.length + 1)
      throw new UpdateError('root-chain', `${what} stands where root ${roots.length + 1} belongs`);
    if (before && root.unit !== before.unit)
      throw new UpdateError('wrong-target', `${what} is for the unit ${root.unit}`);
    const signing = (before ? [before, root] : [root]).map((each) => ({ root: each, role: 'root' as const }));
    await checkSignatures(signed, signing, what);
    roots.push({ root, text: signed.signed });
  }
  return roots;
}
