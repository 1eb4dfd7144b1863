/**
 * Sheets of bytes that are used again for the next picture: fresh memory costs as much as what is written to it. The
 * smallest first.
 */
const free: Uint8Array[] = [];
/** Sheets kept, the largest of them, and how large they may be, in bytes: in practice one of 2 MB and masks of a quarter. */
const MOST = 12;
const LARGEST = 1 << 21;
/** Sheets are cut to whole numbers of so many bytes, for hardly two pictures are of one size. */
const STEP = 1 << 18;

/** Takes sheets for one picture, and gives all of them back at once. */
export class Sheets {
  readonly #taken: Uint8Array[] = [];

  /** A sheet at the start of its buffer, whose taker writes every byte of it. */
  take(length: number): Uint8Array {
    const at = free.findIndex((sheet) => sheet.length >= length);
    const [sheet = new Uint8Array(Math.ceil(length / STEP) * STEP)] = at >= 0 ? free.splice(at, 1) : [];
    this.#taken.push(sheet);
    return sheet.subarray(0, length);
  }

  /** From here on none of what was taken may be looked at. */
  giveBack(): void {
    free.push(...this.#taken.splice(0).filter(({ length }) => length <= LARGEST));
    free.sort((a, b) => a.length - b.length);
    free.splice(0, free.length - MOST);
  }
}
