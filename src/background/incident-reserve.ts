/** Room on the disk that is kept for the log, and given up when there is no other. */
export interface Reserve {
  /** Takes the room, unless it is taken. Never rejects: a disk that is full already has none to keep. */
  keep(): Promise<void>;
  /** Gives the room back to the disk; false when there is none (any more). */
  give(): Promise<boolean>;
}

const NAME = 'reserve';
/** Enough for the database to open anew and for some thousand incidents. Bytes. */
const SIZE = 4 * 1024 * 1024;
const PIECE = 65_536;

/**
 * A file of the extension's own. Not a part of the database: a database on a full disk cannot even delete, while a file that
 * goes leaves its room at once.
 */
export function openReserve(): Reserve {
  return {
    async keep() {
      try {
        const folder = await navigator.storage.getDirectory();
        const file = await folder.getFileHandle(NAME, { create: true });
        if ((await file.getFile()).size >= SIZE) return;
        const writing = await file.createWritable();
        // Random, so that no file system makes less of it.
        for (let at = 0; at < SIZE; at += PIECE)
          await writing.write(crypto.getRandomValues(new Uint8Array(PIECE)));
        await writing.close();
      } catch {
        // No room, or a browser without such files: the log goes on without a reserve.
      }
    },
    async give() {
      try {
        const folder = await navigator.storage.getDirectory();
        const file = await (await folder.getFileHandle(NAME)).getFile();
        await folder.removeEntry(NAME);
        return file.size > 0;
      } catch {
        return false;
      }
    },
  };
}
