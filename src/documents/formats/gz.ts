import { Gunzip } from 'fflate';
import type { Format } from '../format.ts';
import type { Part } from '../types.ts';
import { gather, inflate } from '../zip.ts';

/** One file packed by gzip. */
export const gz: Format = {
  id: 'gz',
  mediaType: 'application/gzip',
  matches: ({ head }) => head.startsWith('\x1f\x8b\x08'),
  *extract({ bytes }, budget): Generator<Part> {
    budget.countEntries(1);
    // The last four bytes say how many there were.
    const claimed =
      bytes.length < 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
    yield {
      kind: 'child',
      bytes: gather(inflate(bytes, new Gunzip(), budget), { claimed, packed: bytes.length }, budget),
      name: '',
      where: 'entry:1',
    };
  },
};
