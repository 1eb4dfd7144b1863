import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPlainImageReader } from '../plain-images.ts';

/**
 * The built command has the recogniser's files beside it; the sources take those of the installed packages. Null where
 * there are neither: pictures stay unread then, and say so.
 */
export function openImageReader() {
  const beside = new URL('./vision/', import.meta.url);
  if (existsSync(beside)) {
    const worker = fileURLToPath(new URL('worker.cjs', beside));
    return createPlainImageReader({ worker, language: fileURLToPath(beside) });
  }
  try {
    const data = createRequire(import.meta.url).resolve('@tesseract.js-data/vie');
    return createPlainImageReader({ language: join(dirname(data), '4.0.0_best_int') });
  } catch {
    return null;
  }
}
