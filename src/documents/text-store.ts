/** Letters that are kept as they are; those of ordinary workbooks never come to so many. */
const PLAIN = 4_000_000;
/** Bytes of one block; a longer text has a block of its own. */
const BLOCK = 1 << 20;

/**
 * Texts by number. A workbook may hold a hundred megabytes of them: those behind the first four million letters are kept
 * as UTF-8, half of what strings take, and decoded when they are asked for.
 */
export class TextStore {
  readonly #plain: string[] = [];
  #letters = 0;
  readonly #blocks: Uint8Array[] = [];
  #used = BLOCK;
  /** Block, first byte and length of each packed text. */
  #places = new Uint32Array(3 * 1024);
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
    const [block = 0, from = 0, length = 0] = this.#places.subarray(3 * place, 3 * place + 3);
    return decoder.decode((this.#blocks[block] as Uint8Array).subarray(from, from + length));
  }

  #pack(text: string): void {
    if (this.#used + 3 * text.length > BLOCK) {
      this.#blocks.push(new Uint8Array(Math.max(BLOCK, 3 * text.length)));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    const { written } = encoder.encodeInto(text, (this.#blocks[block] as Uint8Array).subarray(this.#used));
    if (3 * this.#packed === this.#places.length) {
      const wider = new Uint32Array(2 * this.#places.length);
      wider.set(this.#places);
      this.#places = wider;
    }
    this.#places.set([block, this.#used, written], 3 * this.#packed);
    this.#packed += 1;
    this.#used += written;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
