import { walkFolder } from '../ui/walk-folder.ts';

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
    const entry = item.webkitGetAsEntry();
    if (!entry?.isDirectory) return [{ item: file, isFolder: false, contents: async () => [file] }];
    return [{ item: file, isFolder: true, contents: () => filesBelow(entry) }];
  });
}

/** All files below a folder; throws when there are more than can be weighed. */
async function filesBelow(folder: FileSystemEntry): Promise<readonly File[]> {
  const files: File[] = [];
  for await (const { file } of walkFolder(folder)) {
    files.push(file);
    if (files.length > MOST_FILES) throw new RangeError('too many files in a dropped folder');
  }
  return files;
}
