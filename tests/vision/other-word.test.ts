import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOtherWord } from '../../src/vision/other-word.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { createReader } from '../../src/vision/reader.ts';
import type { LetterReader } from '../../src/vision/types.ts';

describe('letters that speak against a stamp', () => {
  it.each([
    ['TUYỆT VỜI', 'tuyet-mat'],
    ['THUỘC MẬT', 'tuyet-mat'],
    ['CỦA MẬT', 'toi-mat'],
    ['MỤC LỤC', 'mat'],
  ] as const)('%s, clearly read, is not %s', (text, level) => {
    expect(isOtherWord(text, 0.92, level)).toBe(true);
  });

  it.each([
    ['TUYỆT MẬT', 'tuyet-mat'],
    ['YUYẾT MẬT', 'tuyet-mat'],
    ['TỔI MÁT', 'toi-mat'],
    ['MAT', 'toi-mat'],
    ['MÃI', 'mat'],
    ['TỐI MẬT HỎA TỐC', 'mat'],
    ['KHẨN MẬT', 'mat'],
    ['I', 'mat'],
    ['', 'toi-mat'],
  ] as const)('%s may be %s however clearly it was read', (text, level) => {
    expect(isOtherWord(text, 0.99, level)).toBe(false);
  });

  it('may be read less well when one of the level’s words stands beside them', () => {
    expect(isOtherWord('TUYẾT VỜI', 0.75, 'tuyet-mat')).toBe(true);
    expect(isOtherWord('THUYỀN VỜI', 0.75, 'tuyet-mat')).toBe(false);
    expect(isOtherWord('TỐI O', 0.75, 'toi-mat')).toBe(false);
  });

  it('says nothing when it reads badly', () => {
    expect(isOtherWord('TUYỆT VỜI', 0.6, 'tuyet-mat')).toBe(false);
    expect(isOtherWord('DHA VIES NAM', 0.05, 'tuyet-mat')).toBe(false);
  });
});

describe('a sure stamp', () => {
  const bytes = readFileSync(join(import.meta.dirname, 'fixtures', 'toi-mat-scan.jpg'));
  const readWith = async (read: LetterReader['read']) => {
    const reader = createReader({
      decode: decodePlain,
      startLetters: async () => ({ read, release: async () => undefined }),
    });
    const result = await reader.read(bytes);
    await reader.release();
    return result.texts.map(({ text }) => text);
  };

  it('stands when its letters are its own, unreadable or cannot be read at all', async () => {
    expect(await readWith(async () => ({ text: 'TỐI MẬT', confidence: 0.9 }))).toEqual(['TỐI MẬT']);
    expect(await readWith(async () => ({ text: 'ÉYH', confidence: 0 }))).toEqual(['TỐI MẬT']);
    expect(await readWith(() => Promise.reject(new Error('out of memory')))).toEqual(['TỐI MẬT']);
  });

  it('is passed over when clearly another word stands there', async () => {
    expect(await readWith(async () => ({ text: 'TỐI ƯU', confidence: 0.93 }))).toEqual([]);
  });

  it('is still found when another word was passed over before it', async () => {
    let reads = 0;
    const pixels = await decodePlain(bytes);
    const data = new Uint8Array(pixels.data.length * 2);
    data.set(pixels.data);
    data.set(pixels.data, pixels.data.length);
    const reader = createReader({
      decode: decodePlain,
      startLetters: async () => ({
        read: async () => ({ text: reads++ === 0 ? 'TỐI ƯU' : 'TỐI MẬT', confidence: 0.93 }),
        release: async () => undefined,
      }),
    });
    const { texts } = await reader.readPixels({ width: pixels.width, height: pixels.height * 2, data });
    expect(texts.map(({ text }) => text)).toEqual(['TỐI MẬT']);
    expect(reads).toBe(2);
    await reader.release();
  });

  it('stands when the recogniser hangs until time is up', async () => {
    const reader = createReader({
      decode: decodePlain,
      startLetters: async () => ({
        read: () => new Promise<never>(() => undefined),
        release: async () => undefined,
      }),
    });
    const signal = AbortSignal.timeout(1500);
    expect((await reader.read(bytes, { signal })).texts.map(({ text }) => text)).toEqual(['TỐI MẬT']);
  });
});
