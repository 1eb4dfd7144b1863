import type { Budget } from './budget.ts';
import { isCapitalFont, readCapitalFont } from './capital-fonts.ts';
import { LongText } from './long-text.ts';
import { decodeByteLetters, pageOfCharset } from './rtf-encodings.ts';
import { TableText } from './table-text.ts';
import { DocumentError, type Part, type TextPart } from './types.ts';

/** Groups in groups; Word nests some dozens. */
const DEEPEST = 1_000;
/** Characters of one step between two looks at the clock. */
const STEP = 1 << 16;
/** Groups whose letters are no text of the author. */
const SKIPPED = new Set(
  'fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping latentstyles datastore xmlnstbl fldinst pict objclass objdata objalias blipuid filetbl pgdsctbl mmathPr wgrffmtfilter panose falt sp sn sv passwordhash'.split(
    ' ',
  ),
);
/** Groups that ignorable marks may hide but that hold text. */
const KEPT = new Set([
  'shpinst',
  'shptxt',
  'shprslt',
  'nesttableprops',
  'ud',
  'upr',
  'annotation',
  'shppict',
  'docvar',
  'userprops',
  'staticval',
  'propname',
]);
/** Groups whose text stands apart from the body. */
const ASIDES: Readonly<Record<string, readonly [TextPart['place'], string]>> = {
  header: ['header', 'header'],
  headerl: ['header', 'header'],
  headerr: ['header', 'header'],
  headerf: ['header', 'header'],
  footer: ['header', 'footer'],
  footerl: ['header', 'footer'],
  footerr: ['header', 'footer'],
  footerf: ['header', 'footer'],
  shptxt: ['box', 'text/box'],
  footnote: ['body', 'footnotes'],
  annotation: ['box', 'comments'],
  title: ['property', 'property'],
  subject: ['property', 'property'],
  keywords: ['property', 'property'],
  category: ['property', 'property'],
  doccomm: ['property', 'property'],
  staticval: ['property', 'property'],
};
/** Pictures of points. Metafiles are mostly formulas and small drawings, and are not read here. */
const PICTURES = new Set(['pngblip', 'jpegblip', 'dibitmap', 'wbitmap']);
const LETTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};

interface Group {
  skipped: boolean;
  /** A mark said that programs that do not know the next word may skip the group. */
  ignorable: boolean;
  capitals: boolean;
  capitalFont: boolean;
  codePage: string;
  /** Fallback letters behind a `\u`. */
  fallback: number;
  /** Where the group's text goes; null for the body. */
  aside: Aside | null;
  /** True for the group that opened the aside. */
  opens: boolean;
}

interface Aside {
  readonly place: TextPart['place'];
  readonly where: string;
  readonly runs: string[];
}

/**
 * Reads Rich Text Format in one pass. A picture in it is one image part without bytes: its words stay unread.
 * Unbalanced groups are read as far as they go.
 */
export class RtfReader {
  readonly #source: string;
  readonly #body = new LongText('body', 'text');
  readonly #table = new TableText((text) => this.#body.append(text));
  readonly #asides: TextPart[] = [];
  readonly #groups: Group[] = [
    {
      skipped: false,
      ignorable: false,
      capitals: false,
      capitalFont: false,
      codePage: 'windows-1252',
      fallback: 1,
      aside: null,
      opens: false,
    },
  ];
  readonly #fontPages = new Map<number, string>();
  readonly #fontNames = new Map<number, string>();
  #inFonts = 0;
  #font = 0;
  #inRow = false;
  #skipLetters = 0;
  #pictures = 0;
  #defaultPage = 'windows-1252';

  /** `source` holds one letter a byte. */
  constructor(source: string) {
    this.#source = source;
  }

  *parts(budget: Budget): Generator<Part> {
    let look = STEP;
    for (let at = 0; at < this.#source.length; ) {
      at = this.#token(at);
      if (at < look) continue;
      look = at + STEP;
      budget.checkTime();
      yield* this.#asides.splice(0);
      yield* this.#body.ready();
    }
    while (this.#groups.length > 1) this.#closeGroup();
    this.#table.finish();
    yield* this.#asides.splice(0);
    yield* this.#body.rest();
    if (this.#pictures > 0) yield { kind: 'image', bytes: new Uint8Array(), where: 'image:1' };
  }

  get #group(): Group {
    return this.#groups.at(-1) as Group;
  }

  /** Reads one token; returns the place behind it. */
  #token(at: number): number {
    const unit = this.#source[at];
    if (unit === '{') {
      if (this.#groups.length > DEEPEST) throw new DocumentError('too-deep', 'groups far too deep');
      this.#groups.push({ ...this.#group, ignorable: false, opens: false });
      return at + 1;
    }
    if (unit === '}') {
      this.#closeGroup();
      return at + 1;
    }
    if (unit === '\\') return this.#control(at + 1);
    if (unit === '\r' || unit === '\n') return at + 1;
    let end = at + 1;
    while (end < this.#source.length && !'{}\\\r\n'.includes(this.#source[end] as string)) end += 1;
    this.#letters(this.#source.slice(at, end), true);
    return end;
  }

  #control(at: number): number {
    const unit = this.#source[at] ?? '';
    if (!/[a-z]/i.test(unit)) return this.#symbol(unit, at);
    const word = /[a-z]+/iy;
    word.lastIndex = at;
    const name = word.exec(this.#source)?.[0] ?? '';
    const number = /-?\d{1,10}/y;
    number.lastIndex = at + name.length;
    const digits = number.exec(this.#source)?.[0] ?? '';
    let end = at + name.length + digits.length;
    if (this.#source[end] === ' ') end += 1;
    if (name === 'bin') return end + Math.max(0, Number(digits));
    this.#word(name, digits === '' ? null : Number(digits));
    return end;
  }

  #symbol(unit: string, at: number): number {
    if (unit === "'") {
      const byte = Number.parseInt(this.#source.slice(at + 1, at + 3), 16);
      if (!Number.isNaN(byte)) this.#letters(String.fromCharCode(byte), true);
      return at + 3;
    }
    if (unit === '*') this.#group.ignorable = true;
    else if (unit === '~') this.#letters(' ');
    else if (unit === '_') this.#letters('-');
    else if (unit === '\n' || unit === '\r') this.#letters('\n');
    else if (unit === '\\' || unit === '{' || unit === '}') this.#letters(unit);
    return at + 1;
  }

  #word(name: string, value: number | null): void {
    const group = this.#group;
    const ignorable = group.ignorable;
    group.ignorable = false;
    if (PICTURES.has(name)) this.#pictures += 1;
    if (name === 'fonttbl') this.#inFonts = this.#groups.length;
    if (SKIPPED.has(name) || (ignorable && !KEPT.has(name) && !ASIDES[name])) group.skipped = true;
    const aside = ASIDES[name];
    if (aside && !group.skipped) this.#openAside(...aside);
    else if (name === 'f') this.#chooseFont(value ?? 0);
    else if (name === 'fcharset')
      this.#fontPages.set(this.#font, pageOfCharset(value ?? 0) ?? this.#defaultPage);
    else if (name === 'ansicpg') this.#setDefaultPage(`windows-${value}`);
    else if (name === 'uc') group.fallback = value ?? 1;
    else if (name === 'u') this.#unicode(value ?? 0);
    else if (name === 'caps' || name === 'scaps') group.capitals = value !== 0;
    else if (name === 'plain') group.capitals = false;
    else this.#layOut(name);
  }

  #layOut(name: string): void {
    const letter = LETTERS[name];
    if (letter) this.#letters(letter);
    else if (this.#group.aside) {
      if (/^(?:nest)?(?:cell|row)$/.test(name)) this.#letters(name.endsWith('row') ? '\n' : '\t');
    } else if (name === 'trowd' && !this.#inRow) {
      this.#table.openRow();
      this.#inRow = true;
    } else if (name === 'cell' || name === 'nestcell') {
      if (this.#inRow) this.#table.closeCell();
      else this.#letters('\t');
    } else if (name === 'row') {
      if (this.#inRow) this.#table.closeRow();
      this.#inRow = false;
    }
  }

  #chooseFont(font: number): void {
    this.#font = font;
    if (this.#inFonts > 0) return;
    this.#group.capitalFont = isCapitalFont((this.#fontNames.get(font) ?? '').split(';')[0] ?? '');
    this.#group.codePage = this.#fontPages.get(font) ?? this.#defaultPage;
  }

  #setDefaultPage(page: string): void {
    this.#defaultPage = page;
    for (const group of this.#groups) group.codePage = page;
  }

  #unicode(value: number): void {
    this.#letters(String.fromCharCode(value & 0xffff));
    this.#skipLetters = this.#group.fallback;
  }

  /** `bytes` is true for letters that stand for bytes of the group's encoding. */
  #letters(text: string, bytes = false): void {
    let shown = text;
    if (this.#skipLetters > 0) {
      const skipped = Math.min(this.#skipLetters, bytes ? text.length : 0);
      this.#skipLetters = bytes ? this.#skipLetters - skipped : 0;
      shown = text.slice(skipped);
    }
    if (this.#inFonts > 0) this.#fontNames.set(this.#font, (this.#fontNames.get(this.#font) ?? '') + shown);
    const { skipped, aside, capitals, capitalFont, codePage } = this.#group;
    if (skipped || shown === '') return;
    if (bytes) shown = decodeByteLetters(shown, codePage);
    if (capitalFont) shown = readCapitalFont(shown);
    if (capitals) shown = shown.toUpperCase();
    if (aside) aside.runs.push(shown);
    else this.#table.append(shown);
  }

  #openAside(place: TextPart['place'], where: string): void {
    this.#group.aside = { place, where, runs: [] };
    this.#group.opens = true;
  }

  #closeGroup(): void {
    if (this.#groups.length === 1) return;
    if (this.#inFonts === this.#groups.length) this.#inFonts = 0;
    const { aside, opens } = this.#groups.pop() as Group;
    if (!aside || !opens) return;
    const text = aside.runs.join('');
    if (text.trim() !== '') this.#asides.push({ kind: 'text', text, place: aside.place, where: aside.where });
  }
}
