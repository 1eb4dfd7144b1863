import { readArchive } from '../archive.ts';
import type { Format } from '../format.ts';

/** Tape archives packed by bzip2 or xz. One file packed that way, without an archive in it, stays unknown. */
export const packedTar: Format = {
  id: 'packed-tar',
  mediaType: 'application/x-tar',
  matches: ({ head }) => /^(?:BZh[1-9]|\xfd7zXZ\0)/.test(head),
  extract: ({ bytes }, budget) => readArchive(bytes, budget),
};
