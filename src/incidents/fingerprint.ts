import { toHex } from './chain.ts';

const PIECE = 8 * 1024 * 1024;

/** A new key for fingerprints. It cannot be exported, so fingerprints of one machine say nothing on another. */
export function makeFingerprintKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/**
 * HMAC-SHA-256, lower-case hex, over the SHA-256 hashes of the content's pieces of 8 MiB: a file of any size is read in
 * bounded memory. Text is compared without regard to Unicode form, case and white space. Rejects when a file cannot be
 * read.
 */
export async function fingerprint(key: CryptoKey, content: Blob | string): Promise<string> {
  const blob = typeof content === 'string' ? new Blob([plain(content)]) : content;
  const hashes: ArrayBuffer[] = [];
  for (let start = 0; start === 0 || start < blob.size; start += PIECE) {
    const piece = await blob.slice(start, start + PIECE).arrayBuffer();
    hashes.push(await crypto.subtle.digest('SHA-256', piece));
  }
  return toHex(await crypto.subtle.sign('HMAC', key, await new Blob(hashes).arrayBuffer()));
}

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
