import type { TrustedState } from './documents.ts';
import { type Pack, type Refusal, startTrust, verifyUpdate } from './verify-update.ts';

/**
 * Opens a pack file that somebody chose, with signatures up to the root of this fingerprint (SHA-256, hexadecimal). Remembers
 * nothing, so it cannot tell a step back; an expired pack opens too, and `packHealth` tells: expiry warns, it never disarms.
 * Never throws.
 */
export async function openPack(
  bytes: Uint8Array,
  root: string,
  engineVersion: string,
): Promise<
  { readonly ok: true; readonly pack: Pack; readonly state: TrustedState } | Omit<Refusal, 'state'>
> {
  const begun = await startTrust(bytes, root);
  if (!begun.ok) return begun;
  const result = await verifyUpdate({ bytes, trusted: begun.state, now: new Date(0), engineVersion });
  return result.ok ? { ok: true, pack: result.pack, state: result.state } : result;
}
