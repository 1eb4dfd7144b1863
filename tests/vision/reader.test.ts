import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { createReader } from '../../src/vision/reader.ts';
import { ImageError, type LetterReader, type Pixels } from '../../src/vision/types.ts';
import { paper } from './draw.ts';

function letters(read: LetterReader['read']) {
  let started = 0;
  let released = 0;
  const start = async (): Promise<LetterReader> => {
    started++;
    return {
      read,
      release: async () => {
        released++;
      },
    };
  };
  return { start, counts: () => [started, released] };
}

const page = (): Pixels => paper(400, 600);
const never = () => new Promise<never>(() => undefined);

describe('the reader of pictures', () => {
  it('does not start the recogniser for a page without a stamp', async () => {
    const { start, counts } = letters(never);
    const reader = createReader({ decode: page, startLetters: start });
    expect(await reader.read(new Uint8Array(1))).toEqual({ outcome: 'scanned', texts: [] });
    expect(counts()).toEqual([0, 0]);
  });

  it('tells a stamp by its words alone, without the recogniser', async () => {
    const { start, counts } = letters(never);
    const reader = createReader({ decode: decodePlain, startLetters: start });
    const bytes = readFileSync(join(import.meta.dirname, 'fixtures', 'toi-mat-scan.jpg'));
    expect((await reader.read(bytes)).texts.map(({ text }) => text)).toEqual(['TỐI MẬT']);
    expect(counts()).toEqual([0, 0]);
  });

  it.each(['jpg', 'heic'])('reads a large picture made smaller: %s', async (ending) => {
    const bytes = readFileSync(join(import.meta.dirname, 'large', `tuyet-mat.${ending}`));
    const { width, height } = await decodePlain(bytes);
    expect(width * height).toBeLessThanOrEqual(12_000_000);
    expect(width / height).toBeCloseTo(4900 / 2567, 2);
    const { texts } = await createReader({ decode: decodePlain }).read(bytes);
    expect(texts.map(({ text }) => text)).toEqual(['TUYỆT MẬT']);
  });

  it('reads the header in full when it is asked to', async () => {
    const { start } = letters(async (crop, kind) => ({
      text: `${kind} ${crop.height < crop.width}`,
      confidence: 0.9,
    }));
    const reader = createReader({ decode: page, startLetters: start });
    const { texts } = await reader.readPixels(page(), { depth: 'header' });
    expect(texts.map(({ text, place, where }) => [text, place, where])).toEqual([
      ['area true', 'header', 'header'],
    ]);
    await reader.release();
  });

  it('starts the recogniser once, and again after it was released', async () => {
    const { start, counts } = letters(async () => ({ text: '', confidence: 0 }));
    const reader = createReader({ decode: page, startLetters: start });
    await reader.readPixels(page(), { depth: 'page' });
    await reader.readPixels(page(), { depth: 'page' });
    expect(counts()).toEqual([1, 0]);
    await reader.release();
    await reader.readPixels(page(), { depth: 'page' });
    expect(counts()).toEqual([2, 1]);
    await reader.release();
  });

  it('throws a stuck recogniser away when time is up', async () => {
    const { start, counts } = letters(never);
    const reader = createReader({ decode: page, startLetters: start });
    const { outcome } = await reader.readPixels(page(), { depth: 'page', signal: AbortSignal.timeout(20) });
    expect(outcome).toBe('timed-out');
    expect(counts()).toEqual([1, 1]);
  });

  it('says that a picture stayed unread when the recogniser breaks', async () => {
    const { start } = letters(() => Promise.reject(new Error('out of memory')));
    const reader = createReader({ decode: page, startLetters: start });
    expect((await reader.readPixels(page(), { depth: 'page' })).outcome).toBe('image-unread');
  });

  it('turns what a decoder throws into an outcome', async () => {
    const large = createReader({
      decode: () => {
        throw new ImageError('too-large', 'many');
      },
    });
    expect((await large.read(new Uint8Array(1))).outcome).toBe('too-large');
    const broken = createReader({ decode: () => Promise.reject(new TypeError('bug')) });
    expect((await broken.read(new Uint8Array(1))).outcome).toBe('damaged');
  });
});
