import { readArchive } from '../archive.ts';
import type { Format } from '../format.ts';

/** RAR archives of version 4 and 5. */
export const rar: Format = {
  id: 'rar',
  mediaType: 'application/vnd.rar',
  matches: ({ head }) => head.startsWith('Rar!\x1a\x07'),
  extract: ({ bytes }, budget) => readArchive(bytes, budget),
};
