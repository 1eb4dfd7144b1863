import { readArchive } from '../archive.ts';
import type { Format } from '../format.ts';

/** 7-Zip archives. */
export const sevenZip: Format = {
  id: '7z',
  mediaType: 'application/x-7z-compressed',
  matches: ({ head }) => head.startsWith("7z\xbc\xaf'\x1c"),
  extract: ({ bytes }, budget) => readArchive(bytes, budget),
};
