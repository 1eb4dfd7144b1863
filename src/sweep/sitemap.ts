import { constants, gunzipSync } from 'node:zlib';

const MOST_UNPACKED = 64 * 1024 * 1024;
const HEAD = 2_000;
/** What is cut off gives what there is of it. */
const SETTINGS = { maxOutputLength: MOST_UNPACKED, finishFlush: constants.Z_SYNC_FLUSH };

/** Addresses in a sitemap, and further sitemaps it names. Reads plain and gzipped ones; never throws. */
export function readSitemap(bytes: Uint8Array): {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
} {
  const text = unpack(bytes);
  const addresses = [...text.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)/gi)].map(([, url]) =>
    url!.replace(/&amp;/g, '&'),
  );
  return /<sitemapindex\b/i.test(text)
    ? { pages: [], sitemaps: addresses }
    : { pages: addresses, sitemaps: [] };
}

export function isSitemap(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD);
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  const text = isPacked ? unpack(head).slice(0, HEAD) : latin1(head);
  // Every page is asked this.
  return !/^\s*<(?:!doctype html|html)\b/i.test(text) && /<(?:urlset|sitemapindex)\b/i.test(text);
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

function unpack(bytes: Uint8Array): string {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, SETTINGS) : bytes;
    return new TextDecoder().decode(plain);
  } catch {
    return '';
  }
}
