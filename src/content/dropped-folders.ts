interface Entry {
  readonly isDirectory: boolean;
  readonly name: string;
  file?(done: (file: File) => void, failed: () => void): void;
  createReader?(): { readEntries(done: (entries: Entry[]) => void, failed: () => void): void };
}

/** What one dropped item stands for: itself, or all files below a folder. */
export interface DroppedItem {
  /** As `dataTransfer.files` holds it; for a folder a name without content. */
  readonly item: File;
  readonly isFolder: boolean;
  /** The files to inspect. */
  contents(): Promise<readonly File[]>;
}

const MOST_FILES = 2_000;

/** Reads what was dropped, in the middle of the drop: nothing of it can be read later, but folders can be walked. */
export function readDropped(data: DataTransfer): readonly DroppedItem[] {
  const items = [...data.items].filter((item) => item.kind === 'file');
  return items.flatMap((item): DroppedItem[] => {
    const file = item.getAsFile();
    if (!file) return [];
    const entry = item.webkitGetAsEntry() as Entry | null;
    if (!entry?.isDirectory) return [{ item: file, isFolder: false, contents: async () => [file] }];
    return [{ item: file, isFolder: true, contents: () => filesBelow(entry) }];
  });
}

/** All files below a folder; throws when there are more than can be weighed. */
async function filesBelow(folder: Entry): Promise<readonly File[]> {
  const files: File[] = [];
  const open: Entry[] = [folder];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    if (entry.isDirectory) open.push(...(await children(entry)));
    else files.push(await fileOf(entry));
    if (files.length > MOST_FILES) throw new RangeError('too many files in a dropped folder');
  }
  return files;
}

async function children(folder: Entry): Promise<Entry[]> {
  const reader = folder.createReader!();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<Entry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: Entry): Promise<File> {
  return new Promise((resolve, reject) => entry.file!(resolve, reject));
}
