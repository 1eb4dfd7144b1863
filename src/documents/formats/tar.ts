import type { Format } from '../format.ts';
import { latin1 } from '../latin1.ts';
import { DocumentError, type Part } from '../types.ts';

const BLOCK = 512;
const SUM = 148;
const SUM_LENGTH = 8;

/** Tape archives. */
export const tar: Format = {
  id: 'tar',
  mediaType: 'application/x-tar',
  matches: ({ head }) => head.slice(257, 262) === 'ustar' || hasSum(head),
  *extract({ bytes }, budget): Generator<Part> {
    let index = 0;
    for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
      const header = latin1(bytes.subarray(at, at + BLOCK));
      const name = new TextDecoder().decode(bytes.subarray(at, at + 100)).replace(/\0.*$/s, '');
      const size = Number.parseInt(header.slice(124, 136).replace(/[\0 ]+$/, ''), 8);
      if (!(size >= 0) || at + BLOCK + size > bytes.length)
        throw new DocumentError('damaged', 'a tar entry is cut');
      const body = bytes.subarray(at + BLOCK, at + BLOCK + size);
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
      budget.countEntries(1);
      index += 1;
      // Other types are folders, links, and long names, which are not needed to read.
      if (!/[0\0]/.test(header[156] ?? '')) continue;
      yield { kind: 'child', bytes: body, name, where: `entry:${index}` };
    }
  },
};

/** The oldest kind has no name of its own; its header carries the sum of its bytes, counted with spaces for the sum. */
function hasSum(head: string): boolean {
  const written = /^ *([0-7]{3,6})[\0 ]+$/.exec(head.slice(SUM, SUM + SUM_LENGTH))?.[1];
  if (written === undefined || head.length < BLOCK || head[0] === '\0') return false;
  let sum = SUM_LENGTH * 32;
  for (let at = 0; at < BLOCK; at++) if (at < SUM || at >= SUM + SUM_LENGTH) sum += head.charCodeAt(at);
  return sum === Number.parseInt(written, 8);
}
