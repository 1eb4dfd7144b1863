import type { TextPart } from './types.ts';

/** Code units after which a preview of the head is handed on. */
const HEAD = 8 * 1024;
/** Code units of one part of a long text; memory of a scan hangs on it. */
const PIECE = 1 << 18;

/** Gathers a long text that arrives in runs and hands it on as parts: a preview of the head, then the whole in pieces. */
export class LongText {
  readonly #place: TextPart['place'];
  readonly #where: string;
  #text = '';
  #previewed = false;

  constructor(place: TextPart['place'], where: string) {
    this.#place = place;
    this.#where = where;
  }

  append(run: string): void {
    this.#text += run;
  }

  /** The parts that are ready; call it between the pieces of the source. */
  *ready(): Generator<TextPart> {
    if (!this.#previewed && this.#text.length >= HEAD) {
      this.#previewed = true;
      yield { ...this.#part(), preview: true };
    }
    if (this.#text.length >= PIECE) {
      yield { ...this.#part(), more: true };
      this.#text = '';
    }
  }

  /** What is left, at the end of the source; nothing may be. */
  *rest(): Generator<TextPart> {
    yield this.#part();
    this.#text = '';
  }

  #part(): TextPart {
    return { kind: 'text', text: this.#text, place: this.#place, where: this.#where };
  }
}
