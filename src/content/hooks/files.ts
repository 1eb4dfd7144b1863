import type { Asker } from './ask.ts';
import { treatAsMade } from './body.ts';
import { wrap } from './wrap.ts';

/** File pickers that are promises, and every file read through a handle or an entry. */
export function hookFileHandles(ask: Asker): void {
  const scope = globalThis as { showOpenFilePicker?: unknown };
  if (scope.showOpenFilePicker)
    wrap(globalThis, 'showOpenFilePicker', async (_self, _args, go) => {
      const handles = (await go()) as FileSystemFileHandle[];
      const files = await Promise.all(handles.map((handle) => readHandle(handle)));
      const passed = await ask.files(files, false);
      const kept = handles.filter((_, i) => passed[i]);
      if (kept.length === 0) throw new DOMException('The user aborted a request.', 'AbortError');
      return kept;
    });
  const prototype = globalThis.FileSystemFileHandle?.prototype;
  const native = prototype?.getFile;
  const readHandle = (handle: FileSystemFileHandle): Promise<File> => Reflect.apply(native!, handle, []);
  wrap(prototype, 'getFile', async (self, _args, go) => {
    const file = (await go()) as File;
    if (await isPrivate(self as FileSystemFileHandle)) {
      treatAsMade(file);
      return file;
    }
    const [passed] = await ask.files([file], true);
    if (!passed) throw unreadable();
    return file;
  });
}

export function unreadable(): DOMException {
  return new DOMException('The requested file could not be read.', 'NotReadableError');
}

/** A site's own private files never were a person's choice. */
async function isPrivate(handle: FileSystemFileHandle): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    return (await root.resolve(handle)) !== null;
  } catch {
    return false;
  }
}
