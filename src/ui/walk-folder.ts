interface Entry {
  readonly isDirectory: boolean;
  readonly name: string;
  readonly fullPath: string;
  file?(done: (file: File) => void, failed: () => void): void;
  createReader?(): { readEntries(done: (entries: Entry[]) => void, failed: () => void): void };
}

/** A file below a folder, and its path from that folder's parent. */
export interface FoundFile {
  readonly file: File;
  readonly path: string;
}

/** All files below a dropped folder, one after the other, by name. Rejects when one cannot be opened. */
export async function* walkFolder(folder: FileSystemEntry): AsyncGenerator<FoundFile> {
  const open: Entry[] = [folder as Entry];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    if (entry.isDirectory) for (const child of await children(entry)) open.push(child);
    else yield { file: await fileOf(entry), path: entry.fullPath.replace(/^\//, '') };
  }
}

/** The last by name first, for a stack. */
async function children(folder: Entry): Promise<Entry[]> {
  // Made here: it takes milliseconds, which every guarded page would pay for.
  const order = new Intl.Collator('vi', { numeric: true });
  const reader = folder.createReader!();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<Entry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => order.compare(b.name, a.name));
    all.push(...some);
  }
}

function fileOf(entry: Entry): Promise<File> {
  return new Promise((resolve, reject) => entry.file!(resolve, reject));
}
