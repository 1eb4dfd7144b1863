import type { Asker } from './ask.ts';
import { treatAsMade } from './body.ts';
import { urlTexts } from './requests.ts';
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
  const entry = (globalThis as { FileSystemFileEntry?: { prototype: object } }).FileSystemFileEntry;
  wrap(entry?.prototype, 'file', (_self, args, go) => {
    const [done, failed] = args as [unknown, ((error: DOMException) => void) | undefined];
    if (typeof done !== 'function') return go();
    const judged = (file: File) =>
      void ask.files([file], true).then(([passed]) => (passed ? done(file) : failed?.(unreadable())));
    return go([judged, ...args.slice(1)]);
  });
}

function unreadable(): DOMException {
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

/** A file input or a link outside the document, whose click no window hears. */
export function hookDetachedElements(ask: Asker): void {
  const watch = (element: unknown): void => {
    if (!(element instanceof HTMLElement) || element.isConnected) return;
    if (element instanceof HTMLInputElement) {
      if (element.type === 'file') ask.watch(element);
      return;
    }
    const root = element.getRootNode();
    if (root instanceof Element || root instanceof DocumentFragment)
      for (const input of root.querySelectorAll<HTMLInputElement>('input[type=file]')) ask.watch(input);
  };
  wrap(HTMLElement.prototype, 'click', (self, _args, go) => {
    watch(self);
    const away = self instanceof HTMLAnchorElement && !self.isConnected ? [self.href, self.ping] : [];
    return ask.texts('url', away.flatMap(urlTexts)) ? go() : undefined;
  });
  // From the moment it becomes one, so that the guard's listeners come before the page's.
  wrap(
    HTMLInputElement.prototype,
    'type',
    (self, _args, go) => {
      go();
      watch(self);
    },
    'set',
  );
  wrap(Element.prototype, 'setAttribute', (self, args, go) => {
    const result = go();
    if (args[0] === 'type') watch(self);
    return result;
  });
  wrap(HTMLInputElement.prototype, 'showPicker', (self, _args, go) => {
    watch(self);
    return go();
  });
  wrap(EventTarget.prototype, 'dispatchEvent', (self, args, go) => {
    if (args[0] instanceof MouseEvent && args[0].type === 'click') watch(self);
    return go();
  });
}

interface Kept {
  readonly name: string;
  readonly entry: unknown;
  readonly handle: Promise<unknown> | null;
}

type DropItem = DataTransferItem & {
  webkitGetAsEntry(): { name: string } | null;
  getAsFileSystemHandle?(): Promise<unknown>;
};

/**
 * Entries and handles of a drop. Those of a replayed drop are null by nature, so the first look at the real one is kept
 * for it. Reading a file through them asks the guard.
 */
export function keepDropEntries(): DropKeeper {
  let kept: Kept[] = [];
  const { webkitGetAsEntry, getAsFileSystemHandle } = DataTransferItem.prototype as DropItem;
  const keep = (event: DragEvent): void => {
    if (!event.isTrusted || !event.dataTransfer?.files.length) return;
    kept = [...event.dataTransfer.items]
      .filter((item) => item.kind === 'file')
      .map((item) => {
        const entry = Reflect.apply(webkitGetAsEntry, item, []);
        const handle = getAsFileSystemHandle ? Reflect.apply(getAsFileSystemHandle, item, []) : null;
        handle?.catch(() => {});
        return { name: entry?.name ?? item.getAsFile()?.name ?? '', entry, handle };
      });
  };
  const listen = () => addEventListener('drop', keep, true);
  listen();
  const recall = (item: unknown): Kept | undefined => {
    const file = item instanceof DataTransferItem && item.kind === 'file' ? item.getAsFile() : null;
    return file ? kept.find(({ name }) => name === file.name) : undefined;
  };
  return {
    forget: () => removeEventListener('drop', keep, true),
    hook(ask) {
      ask.onReopened(listen);
      wrap(
        DataTransferItem.prototype,
        'webkitGetAsEntry',
        (self, _args, go) => go() ?? recall(self)?.entry ?? null,
      );
      wrap(
        DataTransferItem.prototype,
        'getAsFileSystemHandle',
        (self, _args, go) => recall(self)?.handle ?? go(),
      );
    },
  };
}

/** Listens before the guard does; hooks only where there is a guard. */
export interface DropKeeper {
  hook(ask: Asker): void;
  forget(): void;
}
