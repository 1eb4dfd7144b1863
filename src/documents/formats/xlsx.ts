import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { LongText } from '../long-text.ts';
import { type EntryRule, readOfficePackage, requireZip } from '../office-package.ts';
import { SheetHead } from '../sheet-head.ts';
import { TextStore } from '../text-store.ts';
import type { Part, TextPart } from '../types.ts';
import { attribute, type XmlHandler, XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';
import type { TextHandler } from '../zipped-xml.ts';
import { SlideHandler } from './pptx.ts';

/** Letters of a cell from which they are counted as unpacked ones; Excel takes 32,767. */
const LONG_CELL = 4_096;
/** Bytes read at once: short-lived strings of this size are cheap to collect. */
const STEP = 16 * 1024;
const STRINGS = /^xl\/sharedStrings\d*\.xml$/;

/** Excel workbooks since 2007: cells of all sheets, hidden ones too, headers, comments, boxes, sheet names, properties. */
export const xlsx: Format = {
  id: 'xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  matches: ({ zip }) => zip?.entries.some(({ name }) => name.startsWith('xl/')) ?? false,
  *extract(probe, budget): Generator<Part> {
    const zip = requireZip(probe.zip);
    const strings = new LazyStrings(zip, budget);
    const rules: readonly EntryRule[] = [
      { name: /^xl\/workbook\.xml$/, where: 'names', handler: (where) => new NamesHandler(where) },
      {
        name: /^xl\/(?:work|macro|dialog|chart)sheets\/[^/]+\.xml$/,
        where: 'sheet:#',
        handler: (where) => new SheetHandler(where, strings),
      },
      {
        name: /^xl\/drawings\/[^/]+\.xml$/,
        where: 'box:#',
        handler: (where) => new SlideHandler(where, 'box'),
      },
      { name: /^xl\/(?:.*\/)?(?:threadedC|c)omments?\d*\.xml$/, where: 'comments:#', place: 'box' },
      // Cells have shown their strings in their rows; alone they would lose what speaks for or against them.
      { name: STRINGS, where: 'strings', read: () => strings.rest() },
      { name: /^xl\/charts\/[^/]+\.xml$/, where: 'chart:#', handler: (where) => new SlideHandler(where) },
      { name: /^xl\/externalLinks\/[^/]+\.xml$/, where: 'link:#', place: 'cell' },
    ];
    yield* readOfficePackage(zip, rules, budget);
  },
};

/** The workbook's table of strings, read as far as the cells ask for: a marked head needs only the first. */
class LazyStrings {
  readonly #handler = new StringsHandler();
  readonly #steps: Iterator<void>;
  readonly #budget: Budget;

  constructor(zip: Zip, budget: Budget) {
    this.#steps = this.#read(zip, budget);
    this.#budget = budget;
  }

  at(index: number): string {
    const { strings } = this.#handler;
    while (strings.size <= index && !this.#steps.next().done) {}
    const text = strings.at(index);
    // A cell of a few bytes may stand for a book.
    if (text.length > LONG_CELL) this.#budget.countUnpacked(text.length, text.length, text.length);
    return text;
  }

  /** Reads what no cell asked for, which may be damaged; it has no parts of its own. */
  rest(): readonly Part[] {
    while (!this.#steps.next().done) {}
    return [];
  }

  *#read(zip: Zip, budget: Budget): Generator<void> {
    for (const entry of zip.entries.filter(({ name }) => STRINGS.test(name))) {
      const reader = new XmlReader(this.#handler);
      for (const piece of zip.unpack(entry, budget)) {
        for (let at = 0; at < piece.length; at += STEP) {
          reader.writeBytes(piece.subarray(at, at + STEP));
          yield;
        }
      }
      reader.end();
    }
  }
}

class StringsHandler implements XmlHandler {
  readonly strings = new TextStore();
  wantsText = false;
  #runs = '';

  open(name: string): void {
    if (name === 'si') this.#runs = '';
    else if (name === 't') this.wantsText = true;
    // Readings of Japanese characters stand beside the text.
    else if (name === 'rPh') this.wantsText = false;
  }

  close(name: string): void {
    if (name === 'si') this.strings.push(this.#runs);
    else if (name === 't') this.wantsText = false;
  }

  text(text: string): void {
    this.#runs += text;
  }
}

class NamesHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = false;

  constructor(where: string) {
    this.body = new LongText('property', where);
  }

  open(name: string, tag: string): void {
    if (name === 'sheet') this.body.append(`${attribute(tag, 'name') ?? ''}\n`);
  }

  close(): void {}

  text(): void {}

  finish(): void {}
}

const HEADERS = new Set(['oddHeader', 'oddFooter', 'evenHeader', 'evenFooter', 'firstHeader', 'firstFooter']);

/** A line a row, a tab between cells; page headers and footers apart. */
class SheetHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = false;
  readonly #where: string;
  readonly #strings: LazyStrings;
  readonly #head: SheetHead;
  #row: string[] = [];
  #type = '';
  #value = '';

  constructor(where: string, strings: LazyStrings) {
    this.#where = where;
    this.#strings = strings;
    this.body = new LongText('cell', where);
    this.#head = new SheetHead(where);
  }

  open(name: string, tag: string): void {
    if (name === 'c') {
      this.#type = attribute(tag, 't') ?? '';
      this.#value = '';
    } else if (name === 'v' || name === 't') this.wantsText = true;
    else if (HEADERS.has(name)) {
      this.wantsText = true;
      this.#value = '';
    }
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.wantsText = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (HEADERS.has(name)) {
      this.wantsText = false;
      const text = headerText(this.#value);
      if (text !== '')
        this.asides.push({ kind: 'text', text, place: 'header', where: `${this.#where}/header` });
    }
  }

  text(text: string): void {
    this.#value += text;
  }

  finish(): void {
    this.#closeRow();
  }

  #closeCell(): void {
    const value = this.#type === 's' ? this.#strings.at(Number(this.#value)) : this.#value;
    if (value !== '') this.#row.push(value);
  }

  #closeRow(): void {
    const head = this.#head.see(this.#row);
    if (head) this.asides.push(head);
    if (this.#row.length > 0) this.body.append(`${this.#row.join('\t')}\n`);
    this.#row = [];
  }
}

/** Left, centre and right of a page header on lines of their own, without the codes for fonts, colours and fields. */
function headerText(coded: string): string {
  return coded
    .replace(/&"[^"]*"|&K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|&\d+|&[PNDTZFAGBIUESXYHO]/g, '')
    .replace(/&[LCR]/g, '\n')
    .replaceAll('&&', '&')
    .trim();
}
