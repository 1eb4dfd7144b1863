import { Inflate } from 'pako';

/** Bytes of one piece: what is made of some kilobytes of packed text. */
const PIECE = 32 * 1024;
/** zlib's words for "all that can be told of this input", and "there is no more". */
const SYNC = 2;
const FINISH = 4;

/** Unpacks a bare deflate stream as it comes, faster than fflate and leaving less behind. */
export class Inflater {
  /** Called with each piece, which nobody else holds. */
  ondata: (piece: Uint8Array, final: boolean) => void = () => undefined;
  readonly #inflating = new Inflate({ raw: true, chunkSize: PIECE });

  constructor() {
    this.#inflating.onData = (piece) => this.ondata(piece, false);
  }

  /** Throws for a damaged stream, at the end also for one that is cut. */
  push(packed: Uint8Array, final = false): void {
    this.#inflating.push(packed, final ? FINISH : SYNC);
    if (this.#inflating.err !== 0) throw new Error(`unpacking failed: ${this.#inflating.msg}`);
  }
}
