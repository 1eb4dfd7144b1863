import { Unzlib } from 'fflate';
import type { Budget } from './budget.ts';
import { DocumentError } from './types.ts';

/** Packed bytes below which deflate cannot make more than `LARGEST` (it reaches 1,032 to 1). */
const SMALLEST = 32 * 1024;
/** Unpacked bytes of one stream that pdf.js may hold in memory. Large pictures are not unpacked for their text. */
const LARGEST = 32 * 1024 * 1024;
/** Bytes before a stream in which its dictionary is looked for. */
const DICTIONARY = 1024;
const STEP = 32 * 1024;

const word = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const STREAM = word('stream');
const END = word('endstream');

/**
 * pdf.js unpacks a stream at once and without a limit, so the ones that could grow too large are measured first. Throws
 * `bomb`.
 */
export function refuseBombs(bytes: Uint8Array, budget: Budget): void {
  for (let at = find(bytes, STREAM, 0); at >= 0; ) {
    const start = at + STREAM.length + (bytes[at + STREAM.length] === 13 ? 2 : 1);
    const end = find(bytes, END, start);
    const stop = end < 0 ? bytes.length : end;
    const dictionary = String.fromCharCode(...bytes.subarray(Math.max(0, at - DICTIONARY), at));
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    const packings = own.match(/\/Fl(?:ateDecode)?\b/g)?.length ?? 0;
    if (packings > 1) throw new DocumentError('bomb', 'a stream is packed twice');
    if (packings === 1 && stop - start >= SMALLEST && !/\/Subtype\s*\/Image\b/.test(own)) {
      measure(bytes.subarray(start, stop), budget);
    }
    at = end < 0 ? -1 : find(bytes, STREAM, end + END.length);
  }
}

function measure(packed: Uint8Array, budget: Budget): void {
  let length = 0;
  const stream = new Unzlib((data) => {
    length += data.length;
  });
  for (let at = 0; at < packed.length; at += STEP) {
    try {
      stream.push(packed.subarray(at, at + STEP));
    } catch {
      // pdf.js reads what is whole; a broken stream is not this check's matter.
      return;
    }
    if (length > LARGEST) throw new DocumentError('bomb', `a stream unpacks to more than ${LARGEST} bytes`);
    budget.checkTime();
  }
}

/** Where `wanted` begins, from a place on; -1 when it does not. */
function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
    if (same === wanted.length) return at;
  }
  return -1;
}
