import type { TextPart } from './types.ts';

/** Rows above a table that can be its head. */
const ROWS = 15;

/**
 * Finds what stands above the first table of a sheet: rows of one cell, then a row of several. People put titles and
 * stamps there as they would in a page's head; in the list of a single column nothing is a head.
 */
export class SheetHead {
  readonly #where: string;
  #lines: string[] | null = [];

  constructor(where: string) {
    this.#where = where;
  }

  /** Takes the next row of the sheet; returns the head when the row ends it. */
  see(cells: readonly string[]): TextPart | null {
    if (!this.#lines) return null;
    const filled = cells.filter((cell) => cell.trim() !== '');
    if (filled.length === 0) return null;
    if (filled.length === 1 && this.#lines.length < ROWS) {
      this.#lines.push(filled[0] as string);
      return null;
    }
    const text = filled.length > 1 ? this.#lines.join('\n') : '';
    this.#lines = null;
    return text === '' ? null : { kind: 'text', text, place: 'header', where: `${this.#where}/head` };
  }
}
