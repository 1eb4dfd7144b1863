import type { Format } from '../format.ts';
import { metafileParts, wmfRecords } from '../metafile.ts';
import type { Part } from '../types.ts';

/** The head of a placeable metafile, and those of plain ones in memory and on disk. */
const STARTS = ['\xd7\xcd\xc6\x9a', '\x01\0\x09\0\0\x03', '\x02\0\x09\0\0\x03', '\x01\0\x09\0\0\x01'];

/** Windows metafiles, older than Unicode: words come as cp1252 letters. */
export const wmf: Format = {
  id: 'wmf',
  mediaType: 'image/wmf',
  matches: ({ head }) => STARTS.some((start) => head.startsWith(start)),
  *extract({ bytes }, budget): Generator<Part> {
    budget.checkTime();
    yield* metafileParts(bytes, wmfRecords(bytes));
  },
};
