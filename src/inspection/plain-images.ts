import { decodePlain } from '../vision/plain/decode.ts';
import { createReader } from '../vision/reader.ts';
import type { ImageReader } from '../vision/types.ts';

/** Paths of the recogniser's files in Node; without `worker` the one of the installed package is used. */
export interface PlainImageFiles {
  readonly worker?: string;
  /** Folder of `vie.traineddata.gz`. */
  readonly language: string;
}

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
