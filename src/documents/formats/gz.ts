import { Gunzip } from 'fflate';
import type { Format } from '../format.ts';
import { type Claim, gather, unpackAtOnce } from '../gather.ts';
import type { Part } from '../types.ts';
import { inflate } from '../zip.ts';

/** How every packed file begins, the bits that none has set, and the last of the systems that are named in it, or none. */
const [FIRST, SECOND, DEFLATED, RESERVED] = [0x1f, 0x8b, 0x08, 0xe0];
const [LAST_SYSTEM, NO_SYSTEM] = [13, 255];
/** Written for how well it is packed: usually, best, quickest. */
const EFFORTS = [0, 2, 4];

/** One file packed by gzip. */
export const gz: Format = {
  id: 'gz',
  mediaType: 'application/gzip',
  matches: ({ head }) => head.startsWith('\x1f\x8b\x08'),
  *extract({ bytes }, budget): Generator<Part> {
    budget.countEntries(1);
    const claim: Claim = { packed: bytes.length, claimed: claimOf(bytes) };
    const whole = mayGoOn(bytes) ? null : unpackAtOnce(bytes, claim, 'gzip', budget);
    yield {
      kind: 'child',
      bytes: whole ?? gather(inflate(bytes, new Gunzip(), budget), claim, budget),
      name: '',
      where: 'entry:1',
    };
  },
};

/** The last four bytes say how many there were. */
function claimOf(bytes: Uint8Array): number {
  if (bytes.length < 8) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}

/** True where a second packed file may follow the first one: they are read as one. */
function mayGoOn(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(FIRST, 1); at >= 0; at = bytes.indexOf(FIRST, at + 1)) {
    if (bytes[at + 1] !== SECOND || bytes[at + 2] !== DEFLATED || bytes[at + 3]! & RESERVED) continue;
    const effort = bytes[at + 8] ?? 1;
    const system = bytes[at + 9] ?? NO_SYSTEM;
    // Any file of some megabytes has the first four bytes of one somewhere.
    if (EFFORTS.includes(effort) && (system <= LAST_SYSTEM || system === NO_SYSTEM)) return true;
  }
  return false;
}
