import { latin1 } from './latin1.ts';
import { openZip, startsAsZip, Zip } from './zip.ts';

/** The bytes of one item and what was already learnt from them, so that nothing is parsed twice. */
export class Probe {
  readonly bytes: Uint8Array;
  protected readonly Zip: typeof Zip = Zip;
  #zip: Zip | null | undefined;
  #head: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The directory of a ZIP file; null when it is none or its directory is cut. */
  get zip(): Zip | null {
    if (this.#zip === undefined) this.#zip = startsAsZip(this.bytes) ? openZip(this.bytes, this.Zip) : null;
    return this.#zip;
  }

  /** The first 2,048 bytes as Latin-1 letters. */
  get head(): string {
    this.#head ??= latin1(this.bytes.subarray(0, 2048));
    return this.#head;
  }
}
