import type { Allowlist } from '../engine/tables.ts';
import { sha256Hex, toHex } from '../signing/bytes.ts';
import { sha256Now } from '../signing/sha256.ts';

/** Code units of the shortest text that can be allowed: a marking alone, or little more, never can. */
export const SHORTEST_ALLOWED = 200;

/** The hash of a file's bytes as an allowlist holds it. */
export function hashFile(salt: string, bytes: Uint8Array): Promise<string> {
  return sha256Hex(withSalt(salt, bytes));
}

/** The hash of a text, however its spaces and accents are encoded; null when it is too short to be told apart from others. */
export function hashText(salt: string, text: string): string | null {
  const plain = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (plain.length < SHORTEST_ALLOWED) return null;
  return toHex(sha256Now(withSalt(salt, new TextEncoder().encode(plain))));
}

/** True while a person's "this is a false alarm" holds for exactly this text. `today` is `YYYY-MM-DD`. */
export function isAllowedText(list: Allowlist | undefined, text: string, today: string): boolean {
  const hashes = hashesOf(list, 'text', today);
  if (!list || hashes.size === 0) return false;
  const own = hashText(list.salt, text);
  return own !== null && hashes.has(own);
}

/** True while a person's "this is a false alarm" holds for exactly these bytes. They are read only where it could. */
export async function isAllowedFile(
  list: Allowlist | undefined,
  file: Blob | Uint8Array,
  today: string,
): Promise<boolean> {
  const hashes = hashesOf(list, 'file', today);
  if (!list || hashes.size === 0) return false;
  const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
  return hashes.has(await hashFile(list.salt, bytes));
}

function hashesOf(list: Allowlist | undefined, kind: 'file' | 'text', today: string): ReadonlySet<string> {
  const entries = list?.entries.filter((entry) => entry.kind === kind && today <= entry.until) ?? [];
  return new Set(entries.map(({ hash }) => hash));
}

function withSalt(salt: string, bytes: Uint8Array): Uint8Array {
  const before = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const whole = new Uint8Array(before.length + bytes.length);
  whole.set(before);
  whole.set(bytes, before.length);
  return whole;
}
