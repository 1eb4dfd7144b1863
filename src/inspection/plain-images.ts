import type { LetterFiles } from '../vision/letters.ts';
import { decodePlain } from '../vision/plain/decode.ts';
import { createReader } from '../vision/reader.ts';
import type { ImageReader } from '../vision/types.ts';

/** Paths in Node; without `worker` the one of the installed package is used. */
export type PlainImageFiles = Omit<LetterFiles, 'core'>;

/** A reader of pictures without a browser. */
export function createPlainImageReader(files: PlainImageFiles): ImageReader {
  return createReader({
    decode: decodePlain,
    startLetters: async () => {
      const { startTesseract } = await import('../vision/letters.ts');
      return startTesseract(files);
    },
  });
}
