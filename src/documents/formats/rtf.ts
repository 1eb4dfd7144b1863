import type { Format } from '../format.ts';
import { latin1 } from '../latin1.ts';
import { RtfReader } from '../rtf.ts';

/** Rich Text Format: body, headers, footers, boxes, notes, comments, properties, tables. */
export const rtf: Format = {
  id: 'rtf',
  mediaType: 'application/rtf',
  matches: ({ head }) => /^\s*\{\\rt/.test(head),
  extract: ({ bytes }, budget) => new RtfReader(latin1(bytes)).parts(budget),
};
