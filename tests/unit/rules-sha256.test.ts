import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHex } from '../../src/signing/bytes.ts';
import { sha256Now } from '../../src/signing/sha256.ts';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('SHA-256 at once is SHA-256, at every length around its blocks', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = new Uint8Array(length).fill(length);
    expect(toHex(sha256Now(bytes)), String(length)).toBe(expected(bytes));
  }
});

it('SHA-256 at once is SHA-256 for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => toHex(sha256Now(bytes)) === expected(bytes)),
  );
});
