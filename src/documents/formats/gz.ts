import { Gunzip } from 'fflate';
import type { Format } from '../format.ts';
import type { Part } from '../types.ts';
import { concat, inflate } from '../zip.ts';

/** One file packed by gzip. */
export const gz: Format = {
  id: 'gz',
  mediaType: 'application/gzip',
  matches: ({ head }) => head.startsWith('\x1f\x8b\x08'),
  *extract({ bytes }, budget): Generator<Part> {
    budget.countEntries(1);
    yield {
      kind: 'child',
      bytes: concat([...inflate(bytes, new Gunzip(), budget)]),
      name: '',
      where: 'entry:1',
    };
  },
};
