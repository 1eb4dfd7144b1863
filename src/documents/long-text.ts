import type { TextPart } from './types.ts';

/** Code units after which a preview of the head is handed on. */
const HEAD = 8 * 1024;
/** Code units of one part of a long text; memory of a scan hangs on it. */
const PIECE = 1 << 20;

/** Gathers a long text that arrives in runs and hands it on as parts: a preview of the head, then the whole in pieces. */
export class LongText {
  readonly #place: TextPart['place'];
  readonly #where: string;
  #runs: string[] = [];
  #length = 0;
  #previewed = false;

  constructor(place: TextPart['place'], where: string) {
    this.#place = place;
    this.#where = where;
  }

  append(run: string): void {
    this.#runs.push(run);
    this.#length += run.length;
  }

  /** The parts that are ready; call it between the pieces of the source. */
  *ready(): Generator<TextPart> {
    if (!this.#previewed && this.#length >= HEAD) {
      this.#previewed = true;
      yield { ...this.#part(this.#runs.join('')), preview: true };
    }
    if (this.#length >= PIECE) yield* this.rest();
  }

  /** What is left, at the end of the source. */
  *rest(): Generator<TextPart> {
    const text = this.#runs.join('');
    this.#runs = [];
    this.#length = 0;
    if (text.trim() !== '') yield this.#part(text);
  }

  #part(text: string): TextPart {
    return { kind: 'text', text, place: this.#place, where: this.#where };
  }
}
