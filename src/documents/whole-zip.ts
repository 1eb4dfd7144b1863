import { inflatePieces } from '../unpacking/inflate.ts';
import type { Budget } from './budget.ts';
import { type Claim, gather, unpackAtOnce } from './gather.ts';
import { DocumentError } from './types.ts';
import { Zip, type ZipEntry } from './zip.ts';

/** Method of an entry packed by deflate. */
const DEFLATED = 8;
/**
 * Bytes from which on an entry is unpacked the slow way: what that leaves behind makes browsers collect garbage sooner, and
 * a workbook of 100 MB takes 25 MB less.
 */
const LARGE = 16 * 1024 * 1024;

/** A ZIP whose entries are unpacked faster, and into the room that they say they need. */
export class WholeZip extends Zip {
  /** Each piece is good only until the next. */
  override *unpack(entry: ZipEntry, budget: Budget): Generator<Uint8Array> {
    if (entry.method !== DEFLATED || entry.claimed > LARGE) {
      yield* super.unpack(entry, budget);
      return;
    }
    const packed = this.packed(entry);
    let total = 0;
    try {
      for (const piece of inflatePieces(packed)) {
        budget.checkTime();
        total += piece.length;
        budget.countUnpacked(piece.length, total, packed.length);
        yield piece;
      }
    } catch (error) {
      throw error instanceof DocumentError ? error : new DocumentError('damaged', String(error));
    }
  }

  override read(entry: ZipEntry, budget: Budget): Uint8Array {
    const claim: Claim = entry;
    const whole = entry.method === DEFLATED ? unpackAtOnce(this.packed(entry), claim, 'raw', budget) : null;
    return whole ?? gather(this.unpack(entry, budget), claim, budget);
  }
}
