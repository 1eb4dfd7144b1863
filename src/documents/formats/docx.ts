import { isCapitalFont, readCapitalFont } from '../capital-fonts.ts';
import type { Format } from '../format.ts';
import { LongText } from '../long-text.ts';
import { type EntryRule, readOfficePackage, requireZip } from '../office-package.ts';
import { TableText } from '../table-text.ts';
import type { TextPart } from '../types.ts';
import { attribute } from '../xml.ts';
import type { TextHandler } from '../zipped-xml.ts';

const word = (place: TextPart['place']) => (where: string) => new WordHandler(place, where);

const rules: readonly EntryRule[] = [
  { name: /^word\/header\d*\.xml$/, where: 'header', handler: word('header') },
  { name: /^word\/footer\d*\.xml$/, where: 'footer', handler: word('header') },
  { name: /^word\/document\d*\.xml$/, where: 'text', handler: word('body') },
  { name: /^word\/footnotes\.xml$/, where: 'footnotes', handler: word('body') },
  { name: /^word\/endnotes\.xml$/, where: 'footnotes', handler: word('body') },
  { name: /^word\/comments\.xml$/, where: 'comments', handler: word('body') },
  { name: /^word\/.*\.xml$/, where: 'entry:#', handler: word('body') },
];

/** Word documents since 2007: body, headers, footers, boxes, notes, comments, deleted text, charts, properties. */
export const docx: Format = {
  id: 'docx',
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  matches: ({ zip }) => zip?.entries.some(({ name }) => name.startsWith('word/')) ?? false,
  extract: ({ zip }, budget) => readOfficePackage(requireZip(zip), rules, budget),
};

/** Text of WordprocessingML and of the drawings in it. A box or a deletion does not interrupt the text around it. */
class WordHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = false;
  readonly #where: string;
  /** The innermost last: the body, then boxes in boxes. */
  readonly #layers: TableText[];
  readonly #boxes: string[][] = [];
  readonly #deleted: string[] = [];
  #tabStops = false;
  #capitals = false;
  #capitalFont = false;
  #deleting = false;
  #lastBox = '';

  constructor(place: TextPart['place'], where: string) {
    this.#where = where;
    this.body = new LongText(place, where);
    this.#layers = [new TableText((text) => this.body.append(text))];
  }

  open(name: string, tag: string): void {
    switch (name) {
      case 't':
      case 'v':
        this.wantsText = true;
        break;
      case 'delText':
        this.wantsText = true;
        this.#deleting = true;
        break;
      case 'r':
        this.#capitals = false;
        this.#capitalFont = false;
        break;
      case 'rFonts':
        this.#capitalFont = isCapitalFont(attribute(tag, 'ascii') ?? attribute(tag, 'hAnsi') ?? '');
        break;
      case 'caps':
      case 'smallCaps':
        this.#capitals = !/^(?:0|false|off)$/.test(attribute(tag, 'val') ?? '');
        break;
      case 'tabs':
        this.#tabStops = true;
        break;
      case 'tab':
        if (!this.#tabStops) this.#append('\t');
        break;
      case 'br':
      case 'cr':
        this.#append('\n');
        break;
      case 'noBreakHyphen':
        this.#append('-');
        break;
      case 'tr':
        this.#layer.openRow();
        break;
      case 'txbxContent':
        this.#openBox();
        break;
    }
  }

  close(name: string): void {
    switch (name) {
      case 't':
        this.wantsText = false;
        break;
      case 'v':
        this.wantsText = false;
        this.#append('\n');
        break;
      case 'delText':
        this.wantsText = false;
        this.#deleting = false;
        break;
      case 'p':
        this.#append('\n');
        if (this.#deleted.length > 0 && this.#deleted.at(-1) !== '\n') this.#deleted.push('\n');
        break;
      case 'tabs':
        this.#tabStops = false;
        break;
      case 'tc':
        this.#layer.closeCell();
        break;
      case 'tr':
        this.#layer.closeRow();
        break;
      case 'txbxContent':
        this.#closeBox();
        break;
    }
  }

  text(text: string): void {
    // Word draws such runs in capitals, and so must a marking be judged.
    const read = this.#capitalFont ? readCapitalFont(text) : text;
    const shown = this.#capitals ? read.toUpperCase() : read;
    if (this.#deleting) this.#deleted.push(shown);
    else this.#append(shown);
  }

  finish(): void {
    for (const layer of this.#layers) layer.finish();
    this.#aside('body', `${this.#where}/deleted`, this.#deleted.splice(0).join(''));
  }

  get #layer(): TableText {
    return this.#layers.at(-1) as TableText;
  }

  #append(text: string): void {
    this.#layer.append(text);
  }

  #openBox(): void {
    const runs: string[] = [];
    this.#boxes.push(runs);
    this.#layers.push(new TableText((text) => runs.push(text)));
  }

  /** A box is written twice, for new and for old versions of Word: the second copy is left out. */
  #closeBox(): void {
    const runs = this.#boxes.pop();
    if (!runs) return;
    this.#layers.pop()?.finish();
    const text = runs.join('');
    if (text !== this.#lastBox) this.#aside('box', `${this.#where}/box`, text);
    this.#lastBox = text;
  }

  #aside(place: TextPart['place'], where: string, text: string): void {
    if (text.trim() !== '') this.asides.push({ kind: 'text', text, place, where });
  }
}
