import type { Engine } from '../engine/types.ts';
import { isPlainlyClean, QUICK_BYTES } from '../inspection/quick-look.ts';

/**
 * True when small files are read and found clean in the middle of an event, so that the page gets the browser's own
 * event with all that hangs on it. False says nothing. Synchronous.
 */
export function looksClean(engine: Engine, files: readonly File[]): boolean {
  if (files.reduce((sum, file) => sum + file.size, 0) > QUICK_BYTES) return false;
  return files.every((file) => {
    const bytes = readNow(file);
    return bytes !== null && isPlainlyClean(bytes, file.name, engine);
  });
}

/** A synchronous request is the only way to a file's bytes within an event. Null where the page's policy forbids it. */
function readNow(file: File): Uint8Array | null {
  const url = URL.createObjectURL(file);
  try {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    // Keeps each byte as one letter; a synchronous request may not ask for a buffer.
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    const letters = request.responseText;
    if (letters.length !== file.size) return null;
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0) & 0xff);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
