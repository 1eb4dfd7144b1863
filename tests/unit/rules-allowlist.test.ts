import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Allowlist } from '../../src/engine/tables.ts';
import { hashFile, hashText, isAllowedFile, isAllowedText } from '../../src/rules/allowlist.ts';

const salt = '00ff'.repeat(8);
const today = '2026-11-22';
const bytes = new TextEncoder().encode('Độ mật: MẬT');
const long = 'Thông báo về việc “Độ mật: MẬT” ghi nhầm trong mẫu. '.repeat(6);

const listOf = (kind: 'file' | 'text', hash: string, until = '2026-12-31'): Allowlist => ({
  salt,
  entries: [{ kind, hash, until }],
});

describe('an allowed file', () => {
  const list = async () => listOf('file', await hashFile(salt, bytes));

  it('passes, and only as it is, byte for byte', async () => {
    const allowed = await list();
    expect(await isAllowedFile(allowed, bytes, today)).toBe(true);
    expect(await isAllowedFile(allowed, new Blob([bytes]), today)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(await isAllowedFile(allowed, changed, today)).toBe(false);
      }),
    );
  });

  it('passes through its last day and no longer', async () => {
    expect(await isAllowedFile(await list(), bytes, '2026-12-31')).toBe(true);
    expect(await isAllowedFile(await list(), bytes, '2027-01-01')).toBe(false);
  });

  it('is salted SHA-256, so that another pack says nothing of it', async () => {
    const plain = createHash('sha256').update(Buffer.from(salt, 'hex')).update(bytes).digest('hex');
    expect(await hashFile(salt, bytes)).toBe(plain);
    expect(await isAllowedFile({ ...(await list()), salt: '11'.repeat(16) }, bytes, today)).toBe(false);
  });

  it('is no allowed text', () => {
    expect(isAllowedText(listOf('file', hashText(salt, long)!), long, today)).toBe(false);
  });
});

describe('an allowed text', () => {
  const list = listOf('text', hashText(salt, long)!);

  it('passes however its spaces and accents are encoded', () => {
    expect(isAllowedText(list, long, today)).toBe(true);
    expect(isAllowedText(list, ` ${long.normalize('NFD').replaceAll(' ', '\r\n')}\n`, today)).toBe(true);
  });

  it('does not pass with one letter more or less', () => {
    expect(isAllowedText(list, `${long}x`, today)).toBe(false);
    expect(isAllowedText(list, long.slice(1), today)).toBe(false);
    expect(isAllowedText(list, `${long}${long}`, today)).toBe(false);
  });

  it('is never a short one', async () => {
    expect(hashText(salt, 'Độ mật: MẬT')).toBeNull();
    expect(hashText(salt, `Độ mật: MẬT${' '.repeat(500)}`)).toBeNull();
    const forged = listOf('text', await hashFile(salt, new TextEncoder().encode('Độ mật: MẬT')));
    expect(isAllowedText(forged, 'Độ mật: MẬT', today)).toBe(false);
  });
});

it('without a list nothing is allowed', async () => {
  expect(await isAllowedFile(undefined, bytes, today)).toBe(false);
  expect(isAllowedText({ salt, entries: [] }, long, today)).toBe(false);
});
