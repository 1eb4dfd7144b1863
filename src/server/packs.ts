import type { PackStatement } from '../rules/trust/documents.ts';
import type { UpdateProblem } from '../rules/trust/problem.ts';
import { startTrust, updateLimits, verifyUpdate } from '../rules/trust/verify-update.ts';
import { product } from './product.ts';

export const PACK_BYTES = updateLimits.fileBytes;

export type CheckedPack =
  | { readonly ok: true; readonly statement: PackStatement }
  | { readonly ok: false; readonly problem: UpdateProblem | 'no-root' };

/**
 * Checks a pack before machines are offered it, as each of them will again: signatures up to the unit's root, expiry, and
 * no step back from the pack in use. `root` is the root's fingerprint; without one the server takes no pack.
 */
export async function checkPack(
  bytes: Uint8Array,
  inUse: Uint8Array | null,
  root: string | null,
  now: Date,
): Promise<CheckedPack> {
  if (root === null) return { ok: false, problem: 'no-root' };
  const begun = await startTrust(inUse ?? bytes, root);
  if (!begun.ok) return { ok: false, problem: begun.problem };
  let trusted = begun.state;
  if (inUse) {
    // A pack that has expired meanwhile still says which version must not be undercut.
    const before = await verifyUpdate({ bytes: inUse, trusted, now, engineVersion: product.version });
    trusted = before.state;
  }
  const result = await verifyUpdate({ bytes, trusted, now, engineVersion: product.version });
  return result.ok ? { ok: true, statement: result.pack.statement } : { ok: false, problem: result.problem };
}
