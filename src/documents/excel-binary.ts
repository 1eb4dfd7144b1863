import { BiffReader, type BiffRecord } from './biff.ts';
import type { Budget } from './budget.ts';
import { requireStream, type Storage } from './compound-file.ts';
import { LongText } from './long-text.ts';
import { SheetHead } from './sheet-head.ts';
import { DocumentError, type Part, type TextPart } from './types.ts';

const FILEPASS = 0x2f;
const BOF = 0x809;
const BOUNDSHEET = 0x85;
const SST = 0xfc;
const LABELSST = 0xfd;
const LABEL = 0x204;
const RSTRING = 0xd6;
const STRING = 0x207;
const HEADER = 0x14;
const FOOTER = 0x15;
const TXO = 0x1b6;

/** Text of an Excel 5–2003 workbook (MS-XLS). Throws `encrypted` and `damaged`. */
export function* readExcelBinary(storage: Storage, budget: Budget): Generator<Part> {
  const stream = requireStream(storage, storage.has('Workbook') ? 'Workbook' : 'Book', budget);
  const book = new Book();
  for (const record of new BiffReader(stream).records()) {
    if (record.type === FILEPASS) throw new DocumentError('encrypted', 'the workbook has a password');
    book.read(record);
    yield* book.ready();
    if (record.type === BOF) budget.checkTime();
  }
  yield* book.rest();
}

class Book {
  readonly #asides: TextPart[] = [];
  #strings: readonly string[] = [];
  /** BIFF8 writes Unicode; before it every text is bytes. */
  #unicode = true;
  #sheet = 0;
  #cells = new LongText('cell', 'sheet:0');
  #head = new SheetHead('sheet:0');
  #row = -1;
  #line: string[] = [];
  #finished: LongText[] = [];

  read(record: BiffRecord): void {
    switch (record.type) {
      case BOF:
        this.#begin(record);
        break;
      case BOUNDSHEET:
        this.#aside(
          this.#unicode ? record.shortText(6) : record.bytesText(7, record.uint8(6)),
          'property',
          'names',
        );
        break;
      case SST:
        this.#strings = record.sharedStrings();
        break;
      case LABELSST:
        this.#cell(record.uint16(0), this.#strings[record.uint32(6)] ?? '');
        break;
      case LABEL:
      case RSTRING:
        this.#cell(record.uint16(0), this.#text(record, 6));
        break;
      case STRING:
        this.#cell(this.#row, this.#text(record, 0));
        break;
      case HEADER:
      case FOOTER:
        if (record.length > 0) this.#pageHeader(record);
        break;
      case TXO:
        if (record.length >= 12)
          this.#aside(record.drawnText(record.uint16(10)), 'box', `sheet:${this.#sheet}/box`);
        break;
    }
  }

  *ready(): Generator<Part> {
    for (const done of this.#finished.splice(0)) yield* done.rest();
    yield* this.#asides.splice(0);
    yield* this.#cells.ready();
  }

  *rest(): Generator<Part> {
    this.#closeRow();
    yield* this.ready();
    yield* this.#cells.rest();
  }

  #begin(record: BiffRecord): void {
    this.#unicode = record.uint16(0) >= 0x600;
    this.#closeRow();
    this.#finished.push(this.#cells);
    this.#cells = new LongText('cell', `sheet:${this.#sheet}`);
    this.#head = new SheetHead(`sheet:${this.#sheet}`);
    this.#sheet += 1;
  }

  #text(record: BiffRecord, at: number): string {
    return this.#unicode ? record.text(at) : record.bytesText(at + 2, record.uint16(at));
  }

  #pageHeader(record: BiffRecord): void {
    const coded = this.#unicode ? record.text(0) : record.bytesText(1, record.uint8(0));
    this.#aside(
      coded.replace(/&"[^"]*"|&\d+|&[PNDTFAGBIUES]/g, '').replace(/&[LCR]/g, '\n'),
      'header',
      'header',
    );
  }

  #cell(row: number, value: string): void {
    if (row !== this.#row) this.#closeRow();
    this.#row = row;
    if (value !== '') this.#line.push(value);
  }

  #closeRow(): void {
    const head = this.#head.see(this.#line);
    if (head) this.#asides.push(head);
    if (this.#line.length > 0) this.#cells.append(`${this.#line.join('\t')}\n`);
    this.#line = [];
  }

  #aside(text: string, place: TextPart['place'], where: string): void {
    if (text.trim() !== '') this.#asides.push({ kind: 'text', text: text.trim(), place, where });
  }
}
