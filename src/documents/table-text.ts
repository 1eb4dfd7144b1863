/** A row of cells being gathered; a cell is the list of its runs. */
interface Row {
  readonly cells: string[];
  cell: string[];
}

/**
 * Lays running text and tables out as lines. A row of one-line cells becomes one line with tabs, so that a label and its
 * value stay together; cells of several lines (the two-column head of an official letter) follow one another.
 */
export class TableText {
  readonly #write: (text: string) => void;
  readonly #rows: Row[] = [];

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  append(text: string): void {
    const row = this.#rows.at(-1);
    if (row) row.cell.push(text);
    else this.#write(text);
  }

  openRow(): void {
    this.#rows.push({ cells: [], cell: [] });
  }

  closeCell(): void {
    const row = this.#rows.at(-1);
    if (!row) return;
    row.cells.push(row.cell.join(''));
    row.cell = [];
  }

  /** Returns the cells of the row, as far as they were closed. */
  closeRow(): readonly string[] {
    const row = this.#rows.pop();
    if (!row) return [];
    if (row.cell.length > 0) row.cells.push(row.cell.join(''));
    const cells = row.cells.map((cell) => cell.replace(/\n+$/, ''));
    this.append(`${cells.join(cells.some((cell) => cell.includes('\n')) ? '\n' : '\t')}\n`);
    return cells;
  }

  /** Closes what the document left open. */
  finish(): void {
    while (this.#rows.length > 0) this.closeRow();
  }
}
