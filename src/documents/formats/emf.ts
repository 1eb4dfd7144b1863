import type { Format } from '../format.ts';
import { emfRecords, metafileParts } from '../metafile.ts';
import type { Part } from '../types.ts';

/** Enhanced metafiles: drawings and formulas inside documents. Their words are read. */
export const emf: Format = {
  id: 'emf',
  mediaType: 'image/emf',
  matches: ({ head }) => head.startsWith('\x01\0\0\0') && head.slice(40, 44) === ' EMF',
  *extract({ bytes }, budget): Generator<Part> {
    budget.checkTime();
    yield* metafileParts(bytes, emfRecords(bytes));
  },
};
