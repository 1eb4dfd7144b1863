import { Inflater } from '../unpacking/inflater.ts';
import type { Budget } from './budget.ts';
import { type Claim, gather, unpackAtOnce } from './gather.ts';
import { inflate, Zip, type ZipEntry } from './zip.ts';

/** Method of an entry packed by deflate. */
const DEFLATED = 8;

/** A ZIP whose entries are unpacked into the room that they say they need, or faster piece by piece. */
export class WholeZip extends Zip {
  override *unpack(entry: ZipEntry, budget: Budget): Generator<Uint8Array> {
    if (entry.method === DEFLATED) yield* inflate(this.packed(entry), new Inflater(), budget);
    else yield* super.unpack(entry, budget);
  }

  override read(entry: ZipEntry, budget: Budget): Uint8Array {
    const claim: Claim = entry;
    const whole = entry.method === DEFLATED ? unpackAtOnce(this.packed(entry), claim, 'raw', budget) : null;
    return whole ?? gather(this.unpack(entry, budget), claim, budget);
  }
}
