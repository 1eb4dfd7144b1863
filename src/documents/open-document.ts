import type { Budget } from './budget.ts';
import type { Format } from './format.ts';
import { latin1 } from './latin1.ts';
import { LongText } from './long-text.ts';
import { requireZip } from './office-package.ts';
import { propertyText } from './office-properties.ts';
import type { Probe } from './probe.ts';
import { SheetHead } from './sheet-head.ts';
import { TableText } from './table-text.ts';
import { DocumentError, type Part, type TextPart } from './types.ts';
import { attribute } from './xml.ts';
import type { Zip } from './zip.ts';
import { readXmlEntry, readXmlPieces, type TextHandler } from './zipped-xml.ts';

const PREFIX = 'application/vnd.oasis.opendocument.';
const PICTURE = /\.(?:png|jpe?g|gif|bmp|tiff?|webp|svm)$/i;
const WORDLESS =
  /^(?:mimetype$|META-INF\/|Thumbnails\/|Configurations2\/|layout-cache$|manifest\.rdf$|settings\.xml$|Fonts\/)/;

/** One of the OpenDocument formats, packed or flat, by the name its type ends with. */
export function openDocument(id: 'odt' | 'ods' | 'odp', name: string): Format {
  return {
    id,
    mediaType: PREFIX + name,
    matches: (probe) => typeOf(probe).startsWith(PREFIX + name) || flatKind(probe.head) === name,
    extract: (probe, budget) => (probe.zip ? readPackage(probe.zip, budget) : readFlat(probe)),
  };
}

/** The content of the entry `mimetype`, which is stored first and unpacked. */
function typeOf({ zip, bytes }: Probe): string {
  const entry = zip?.find('mimetype');
  if (entry?.method !== 0 || entry.packed > 200) return '';
  const head = latin1(bytes.subarray(entry.offset, entry.offset + 300));
  return /application\/vnd\.oasis\.opendocument\.[a-z-]+/.exec(head)?.[0] ?? '';
}

function flatKind(head: string): string | null {
  // Every text is asked this three times; the plain look is many times as fast.
  if (!head.includes('<office:document') || !/<office:document\s/.test(head)) return null;
  return /office:mimetype="application\/vnd\.oasis\.opendocument\.([a-z]+)/.exec(head)?.[1] ?? 'text';
}

function* readFlat({ bytes }: Probe): Generator<Part> {
  yield* readXmlPieces([bytes], new OpenTextHandler('text'));
}

function* readPackage(zip: Zip | null, budget: Budget): Generator<Part> {
  const odf = requireZip(zip);
  budget.countEntries(odf.entries.length);
  refuseEncrypted(odf, budget);
  // Headers and footers stand in the styles.
  for (const [name, where] of [
    ['meta.xml', 'property'],
    ['styles.xml', 'header'],
    ['content.xml', 'text'],
  ] as const) {
    const entry = odf.find(name);
    if (entry) yield* readXmlEntry(odf, entry, new OpenTextHandler(where), budget);
  }
  for (const entry of odf.entries) {
    const where = `entry:${entry.index}`;
    if (entry.name.endsWith('/') || WORDLESS.test(entry.name)) continue;
    if (/^(?:meta|styles|content)\.xml$/.test(entry.name)) continue;
    if (entry.name.endsWith('.xml')) yield* readXmlEntry(odf, entry, new OpenTextHandler(where), budget);
    else if (PICTURE.test(entry.name)) yield { kind: 'image', bytes: odf.read(entry, budget), where };
    else if (entry.claimed > 0 && !/ObjectReplacements\//.test(entry.name)) {
      yield { kind: 'child', bytes: odf.read(entry, budget), name: entry.name, where };
    }
  }
}

function refuseEncrypted(zip: Zip, budget: Budget): void {
  const manifest = zip.find('META-INF/manifest.xml');
  if (!manifest) return;
  const text = new TextDecoder().decode(zip.read(manifest, budget));
  if (text.includes('encryption-data')) throw new DocumentError('encrypted', 'the document has a password');
}

/** Elements in which every letter is text. */
const TEXT = new Set(['p', 'h']);
/** Elements whose text stands apart, with the word for their place. */
const ASIDES: Readonly<Record<string, string>> = {
  'text-box': 'box',
  annotation: 'comments',
  deletion: 'deleted',
  note: 'footnotes',
};
/** Elements that say who, when or which, before the words that count. */
const LABELS = new Set(['creator', 'date', 'date-string', 'creator-initials', 'note-citation']);
/** White space that OpenDocument shows as one blank. */
const WIDE_SPACE = /[\t\n\r]| {2}/;
const META = new Set(['title', 'subject', 'description', 'keyword']);

class OpenTextHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = false;
  readonly #where: string;
  readonly #layers: TableText[];
  readonly #boxes: string[][] = [];
  /** Paragraphs are open in each layer. */
  #depth = 0;
  #sheets = false;
  #head = new SheetHead('text');
  #property: { name: string; value: string } | null = null;

  constructor(where: string) {
    this.#where = where;
    this.body = new LongText(where === 'header' ? 'header' : 'body', where);
    this.#layers = [new TableText((text) => this.body.append(text))];
  }

  open(name: string, tag: string): void {
    if (TEXT.has(name)) {
      this.#depth += 1;
      this.wantsText = true;
    } else if (name === 's')
      this.#layer.append(' '.repeat(Math.min(100, Number(attribute(tag, 'c') ?? 1) || 1)));
    else if (name === 'tab') this.#layer.append('\t');
    else if (name === 'line-break') this.#layer.append('\n');
    else if (name === 'table-row') this.#layer.openRow();
    else if (name === 'table') this.#openTable(attribute(tag, 'name') ?? '');
    else if (name === 'spreadsheet') this.#sheets = true;
    else if (name === 'page') this.asides.push(...this.body.rest());
    else if (ASIDES[name]) this.#openBox();
    else if (META.has(name) || name === 'user-defined') {
      this.#property = { name: attribute(tag, 'name') ?? '', value: '' };
      this.wantsText = true;
    }
  }

  close(name: string): void {
    if (TEXT.has(name)) {
      this.#depth = Math.max(0, this.#depth - 1);
      this.wantsText = this.#depth > 0;
      this.#layer.append('\n');
    } else if (LABELS.has(name) && this.#boxes.length > 0) this.#layer.append('\n');
    else if (name === 'table-cell') this.#layer.closeCell();
    else if (name === 'table-row') this.#closeRow();
    else if (ASIDES[name]) this.#closeBox(name);
    else if (META.has(name) || name === 'user-defined') this.#closeProperty();
  }

  text(text: string): void {
    if (this.#property) this.#property.value += text;
    else this.#layer.append(WIDE_SPACE.test(text) ? text.replace(/\s+/g, ' ') : text);
  }

  finish(): void {
    for (const layer of this.#layers) layer.finish();
  }

  get #layer(): TableText {
    return this.#layers.at(-1) as TableText;
  }

  /** The name of a sheet is shown on its tab; the name of a table in a text is the program's. */
  #openTable(name: string): void {
    if (this.#sheets) {
      // Each sheet is a text of its own, whatever stands on the one before it.
      this.asides.push(...this.body.rest());
      if (name.trim() !== '')
        this.asides.push({ kind: 'text', text: name, place: 'property', where: 'names' });
    }
    this.#head = new SheetHead(this.#where);
  }

  #closeRow(): void {
    const cells = this.#layer.closeRow();
    const head = this.#sheets ? this.#head.see(cells) : null;
    if (head) this.asides.push(head);
  }

  #openBox(): void {
    const runs: string[] = [];
    this.#boxes.push(runs);
    this.#layers.push(new TableText((text) => runs.push(text)));
  }

  #closeBox(name: string): void {
    const runs = this.#boxes.pop();
    if (!runs) return;
    this.#layers.pop()?.finish();
    const place = name === 'deletion' ? 'body' : 'box';
    const text = runs.join('');
    if (text.trim() !== '')
      this.asides.push({ kind: 'text', text, place, where: `${this.#where}/${ASIDES[name]}` });
  }

  #closeProperty(): void {
    const { name, value } = this.#property ?? { name: '', value: '' };
    this.#property = null;
    this.wantsText = false;
    const text = name === '' ? value.trim() : propertyText(name, value);
    if (text) this.asides.push({ kind: 'text', text, place: 'property', where: 'property' });
  }
}
