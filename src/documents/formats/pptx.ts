import type { Format } from '../format.ts';
import { LongText } from '../long-text.ts';
import { type EntryRule, readOfficePackage, requireZip } from '../office-package.ts';
import { TableText } from '../table-text.ts';
import type { TextPart } from '../types.ts';
import type { TextHandler } from '../zipped-xml.ts';

const slide = (where: string) => new SlideHandler(where);

const rules: readonly EntryRule[] = [
  { name: /^ppt\/slides\/[^/]+\.xml$/, where: 'slide:#', handler: slide },
  { name: /^ppt\/slideMasters\/[^/]+\.xml$/, where: 'master:#', handler: slide },
  { name: /^ppt\/slideLayouts\/[^/]+\.xml$/, where: 'layout:#', handler: slide },
  { name: /^ppt\/notesSlides\/[^/]+\.xml$/, where: 'notes:#', handler: slide },
  { name: /^ppt\/.*comment[^/]*\.xml$/i, where: 'comments:#', place: 'box' },
  { name: /^ppt\/.*\.xml$/, where: 'entry:#', handler: slide },
];

/** PowerPoint presentations since 2007: slides, hidden ones too, masters, notes, comments, tables, diagrams, properties. */
export const pptx: Format = {
  id: 'pptx',
  mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  matches: ({ zip }) => zip?.entries.some(({ name }) => name.startsWith('ppt/')) ?? false,
  extract: ({ zip }, budget) => readOfficePackage(requireZip(zip), rules, budget),
};

/** Text of DrawingML: a line a paragraph, an empty line between shapes. */
export class SlideHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = false;
  readonly #table: TableText;
  #capitals = false;

  constructor(where: string, place: TextPart['place'] = 'body') {
    this.body = new LongText(place, where);
    this.#table = new TableText((text) => this.body.append(text));
  }

  open(name: string, tag: string): void {
    if (name === 't' || name === 'v') this.wantsText = true;
    else if (name === 'r' || name === 'fld') this.#capitals = false;
    else if (name === 'rPr') this.#capitals = /\bcap\s*=\s*["'](?:all|small)/.test(tag);
    else if (name === 'br') this.#table.append('\n');
    else if (name === 'tab') this.#table.append('\t');
    else if (name === 'tr') this.#table.openRow();
  }

  close(name: string): void {
    if (name === 't') this.wantsText = false;
    else if (name === 'v') {
      this.wantsText = false;
      this.#table.append('\n');
    } else if (name === 'p' || name === 'sp') this.#table.append('\n');
    else if (name === 'tc') this.#table.closeCell();
    else if (name === 'tr') this.#table.closeRow();
  }

  text(text: string): void {
    this.#table.append(this.#capitals ? text.toUpperCase() : text);
  }

  finish(): void {
    this.#table.finish();
  }
}
