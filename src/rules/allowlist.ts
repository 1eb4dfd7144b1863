import { sha256 } from '@noble/hashes/sha2.js';
import type { Allowlist } from '../engine/tables.ts';
import { toHex } from '../signing/bytes.ts';

/** Code units of the shortest text that can be allowed: a marking alone, or little more, never can. */
export const SHORTEST_ALLOWED = 200;

/** The hash of a file's bytes as an allowlist holds it. */
export function hashFile(salt: string, bytes: Uint8Array): string {
  return toHex(sha256.create().update(saltBytes(salt)).update(bytes).digest());
}

/** The hash of a text, however its spaces and accents are encoded; null when it is too short to be told apart from others. */
export function hashText(salt: string, text: string): string | null {
  const plain = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (plain.length < SHORTEST_ALLOWED) return null;
  return hashFile(salt, new TextEncoder().encode(plain));
}

/** True while a person's "this is a false alarm" holds for exactly this text. `today` is `YYYY-MM-DD`. */
export function isAllowedText(list: Allowlist | undefined, text: string, today: string): boolean {
  return isAllowed(list, 'text', today, (salt) => hashText(salt, text));
}

/** True while a person's "this is a false alarm" holds for exactly these bytes. */
export function isAllowedFile(list: Allowlist | undefined, bytes: Uint8Array, today: string): boolean {
  return isAllowed(list, 'file', today, (salt) => hashFile(salt, bytes));
}

function isAllowed(
  list: Allowlist | undefined,
  kind: 'file' | 'text',
  today: string,
  hash: (salt: string) => string | null,
): boolean {
  const entries = list?.entries.filter((entry) => entry.kind === kind && today <= entry.until) ?? [];
  if (!list || entries.length === 0) return false;
  const own = hash(list.salt);
  return entries.some((entry) => entry.hash === own);
}

function saltBytes(salt: string): Uint8Array {
  return Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
