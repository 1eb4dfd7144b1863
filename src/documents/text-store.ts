/** Letters that are kept as they are; those of ordinary workbooks never come to so many. */
const PLAIN = 1_000_000;
/** Bytes of one block; a longer text has a block of its own. */
const BLOCK = 1 << 20;
/** Texts whose places are kept in one array. */
const PLACES = 1 << 14;

/**
 * Texts by number. A workbook may hold a hundred megabytes of them: those behind the first million letters are kept
 * as UTF-8, half of what strings take, and decoded when they are asked for.
 */
export class TextStore {
  readonly #plain: string[] = [];
  #letters = 0;
  readonly #blocks: Uint8Array[] = [];
  #used = BLOCK;
  /** Of each packed text the first byte, blocks counted one after the other, and its length. */
  readonly #places: Uint32Array[] = [];
  #packed = 0;

  get size(): number {
    return this.#plain.length + this.#packed;
  }

  push(text: string): void {
    if (this.#letters < PLAIN) {
      this.#letters += text.length;
      this.#plain.push(text);
    } else this.#pack(text);
  }

  /** The text of a number; an empty one where there is none. */
  at(index: number): string {
    const place = index - this.#plain.length;
    if (!(place >= 0)) return this.#plain[index] ?? '';
    if (place >= this.#packed) return '';
    const places = this.#places[Math.floor(place / PLACES)] as Uint32Array;
    const first = places[2 * (place % PLACES)] as number;
    const length = places[2 * (place % PLACES) + 1] as number;
    const from = first % BLOCK;
    return decoder.decode((this.#blocks[(first - from) / BLOCK] as Uint8Array).subarray(from, from + length));
  }

  #pack(text: string): void {
    if (this.#used + 3 * text.length > BLOCK) {
      this.#blocks.push(new Uint8Array(Math.max(BLOCK, 3 * text.length)));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    const { written } = encoder.encodeInto(text, (this.#blocks[block] as Uint8Array).subarray(this.#used));
    const place = this.#packed++ % PLACES;
    if (place === 0) this.#places.push(new Uint32Array(2 * PLACES));
    this.#places.at(-1)?.set([block * BLOCK + this.#used, written], 2 * place);
    this.#used += written;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
