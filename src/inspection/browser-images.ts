import { decodeInBrowser } from '../vision/decode.ts';
import { createReader } from '../vision/reader.ts';
import type { ImageReader } from '../vision/types.ts';

/**
 * A reader of pictures for a page or a worker of the extension. `folder` is the address of the folder with the
 * recogniser's files (scripts/copy-vision-files.ts), with a slash at its end.
 */
export function createBrowserImageReader(folder: string): ImageReader {
  return createReader({
    decode: decodeInBrowser,
    startLetters: async () => {
      const { startTesseract } = await import('../vision/letters.ts');
      return startTesseract({
        worker: `${folder}worker.min.js`,
        core: `${folder}tesseract-core-simd-lstm.wasm.js`,
        language: folder.replace(/\/$/, ''),
      });
    },
  });
}
