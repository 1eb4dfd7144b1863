import type { Asker } from './ask.ts';
import { unreadable } from './files.ts';
import { wrap } from './wrap.ts';

interface Kept {
  readonly name: string;
  readonly entry: Entry | null;
  readonly handle: Promise<unknown> | null;
}

type DropItem = DataTransferItem & {
  webkitGetAsEntry(): Entry | null;
  getAsFileSystemHandle?(): Promise<unknown>;
};

/**
 * Entries and handles of a drop. Those of a replayed drop are null by nature, so the first look at the real one is kept
 * for it. Reading a file through them asks the guard.
 */
export function keepDropEntries(): DropKeeper {
  let kept: Kept[] = [];
  let gate: (entry: Entry) => void = () => {};
  const { webkitGetAsEntry, getAsFileSystemHandle } = DataTransferItem.prototype as DropItem;
  const keep = (event: DragEvent): void => {
    if (!event.isTrusted || !event.dataTransfer?.files.length) return;
    kept = [...event.dataTransfer.items]
      .filter((item) => item.kind === 'file')
      .map((item) => {
        const entry = Reflect.apply(webkitGetAsEntry, item, []);
        if (entry) gate(entry);
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
    hook(ask) {
      gate = createEntryGate(ask);
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

/** Listens before the guard does. */
export interface DropKeeper {
  hook(ask: Asker): void;
}

interface Entry {
  readonly name: string;
  readonly isFile: boolean;
}

/**
 * Has every file read through an entry judged. The interfaces of entries have no names to find them by, so each is met
 * through a first entry of its kind.
 */
function createEntryGate(ask: Asker): (entry: Entry) => void {
  const met = new WeakSet<object>();
  const meet = (thing: object): object | null => {
    const prototype: object = Object.getPrototypeOf(thing);
    if (met.has(prototype)) return null;
    met.add(prototype);
    return prototype;
  };
  /** Looks at what a method hands to its callback at `at` before the page does. */
  const overhear = (prototype: object, name: string, at: number, look: (found: never) => void): void =>
    wrap(prototype, name, (_self, args, go) => {
      const done = args[at];
      if (typeof done !== 'function') return go();
      const heard = (found: never) => {
        look(found);
        done(found);
      };
      return go(args.with(at, heard));
    });
  const judgeFile = (prototype: object): void =>
    wrap(prototype, 'file', (_self, args, go) => {
      const [done, failed] = args as [unknown, ((error: DOMException) => void) | undefined];
      if (typeof done !== 'function') return go();
      const judged = (file: File) =>
        void ask.files([file], true).then(([passed]) => (passed ? done(file) : failed?.(unreadable())));
      return go(args.with(0, judged));
    });
  const gate = (entry: Entry): void => {
    const prototype = meet(entry);
    if (!prototype) return;
    if (entry.isFile) {
      judgeFile(prototype);
      return;
    }
    overhear(prototype, 'getFile', 2, gate);
    overhear(prototype, 'getDirectory', 2, gate);
    wrap(prototype, 'createReader', (_self, _args, go) => {
      const reader = go() as object;
      const readers = meet(reader);
      if (readers) overhear(readers, 'readEntries', 0, (entries: readonly Entry[]) => entries.forEach(gate));
      return reader;
    });
  };
  return gate;
}
