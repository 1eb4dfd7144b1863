import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readablesOf, type Sent } from '../../../src/reading/readables.ts';

const WORDS = 'TỐI MẬT\nKế hoạch tổ chức diễn tập năm 2026 của huyện';

const read = (part: Partial<Sent>) => [...readablesOf({ texts: [], bytes: [], ...part })];
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('what is sent is read', () => {
  const escaped = JSON.stringify({ d: WORDS }).replace(
    /[^ -~]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  it.each<[string, Partial<Sent>]>([
    ['as it is', { texts: [WORDS] }],
    ['out of JSON', { texts: [JSON.stringify({ a: 1, blocks: [{ text: WORDS }] })] }],
    ['out of JSON behind a protocol prefix', { texts: [`42${JSON.stringify(['input', { text: WORDS }])}`] }],
    ['out of JSON with escapes', { texts: [escaped] }],
    ['out of an address', { texts: [`https://a.example/x?d=${encodeURIComponent(WORDS)}&e=1`] }],
    ['out of a path', { texts: [`/x/${encodeURIComponent(WORDS)}`] }],
    ['out of a form', { texts: [`a=1&b=${encodeURIComponent(WORDS).replaceAll('%20', '+')}`] }],
    ['out of base64', { texts: [`data:${Buffer.from(WORDS).toString('base64')}`] }],
    ['out of base64 for addresses', { texts: [Buffer.from(WORDS).toString('base64url')] }],
    [
      'out of base64 between the slashes of an address',
      { texts: [`https://a.example/anh/1/${Buffer.from(WORDS).toString('base64url')}/x.png`] },
    ],
    ['out of hexadecimal', { texts: [Buffer.from(WORDS).toString('hex')] }],
    ['out of bytes', { bytes: [utf8(WORDS)] }],
    ['out of UTF-16', { bytes: [Buffer.from(WORDS, 'utf16le')] }],
    ['out of gzip', { bytes: [gzipSync(WORDS)] }],
    ['out of zlib', { bytes: [deflateSync(WORDS)] }],
    ['out of bare deflate', { bytes: [deflateRawSync(WORDS.repeat(3))] }],
    ['out of base64 of gzip in JSON', { texts: [JSON.stringify({ d: gzipSync(WORDS).toString('base64') })] }],
  ])('%s', (_, part) => {
    expect(read(part).some((text) => text.includes('TỐI MẬT\nKế hoạch'))).toBe(true);
  });

  it('out of HTML with a tag around each letter', () => {
    const html = `<p>${[...'TỐI MẬT'].map((letter) => `<span>${letter}</span>`).join('')}</p>`;
    expect(
      read({ texts: [JSON.stringify({ content: html })] }).some((text) => text.trim() === 'TỐI MẬT'),
    ).toBe(true);
  });

  it('across the fields of JSON that split a word', () => {
    const ops = ['TỐI', ' M', 'ẬT\n'].map((insert) => ({ insert }));
    expect(read({ texts: [JSON.stringify({ ops })] })).toContain('TỐI MẬT\n');
  });

  it('without the control bytes that frame words in binary', () => {
    expect(read({ bytes: [utf8('\u0012\u0009TỐI MẬT\u001a\u0004')] })[0]?.trim()).toBe('TỐI MẬT');
  });

  it('in bounded space and without throwing, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ maxLength: 2_000 }), (bytes, text) => {
        const letters = read({ bytes: [bytes], texts: [text] }).reduce((sum, one) => sum + one.length, 0);
        expect(letters).toBeLessThan(200_000);
      }),
    );
  });

  it('in bounded space when it unpacks to much more', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'a'));
    expect(read({ bytes: [bomb] }).reduce((sum, one) => sum + one.length, 0)).toBeLessThan(20_000_000);
  });
});
