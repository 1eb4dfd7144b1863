/** Sheets of pixels that are used again for the next picture: fresh memory costs as much as what is written to it. */
const free: Uint8Array[] = [];
/** Sheets kept, and how large they may be, in pixels: together at most 16 MB. */
const MOST = 8;
const LARGEST = 1 << 21;

/** Takes sheets for one picture, and gives all of them back at once. */
export class Sheets {
  readonly #taken: Uint8Array[] = [];

  /** A sheet of zeros. */
  take(length: number): Uint8Array {
    return this.#take(length, true);
  }

  /** A sheet whose taker writes every pixel of it. */
  takeUnwiped(length: number): Uint8Array {
    return this.#take(length, false);
  }

  #take(length: number, wiped: boolean): Uint8Array {
    const at = free.findIndex((sheet) => sheet.length === length);
    const [sheet = new Uint8Array(length)] = at >= 0 ? free.splice(at, 1) : [];
    if (at >= 0 && wiped) sheet.fill(0);
    this.#taken.push(sheet);
    return sheet;
  }

  /** From here on none of what was taken may be looked at. */
  giveBack(): void {
    for (const sheet of this.#taken.splice(0)) if (sheet.length <= LARGEST) free.unshift(sheet);
    free.length = Math.min(free.length, MOST);
  }
}
