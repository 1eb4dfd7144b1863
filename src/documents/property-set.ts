import type { Storage } from './compound-file.ts';
import { propertyText } from './office-properties.ts';
import { decodeAs, decodeWestern } from './text-encoding.ts';
import type { Part } from './types.ts';

/** Standard properties that people fill in, by stream: title, subject, keywords, comments; category. */
const TELLING: Readonly<Record<string, readonly number[]>> = {
  '\u0005SummaryInformation': [2, 3, 5, 6],
  '\u0005DocumentSummaryInformation': [2],
};
const CODE_PAGE = 1;
const NAMES = 0;
const NARROW = 30;
const WIDE = 31;

/** The properties of an old Office document (MS-OLEPS), one part each. What cannot be read is left out. */
export function* readPropertySets(storage: Storage): Generator<Part> {
  for (const [stream, telling] of Object.entries(TELLING)) {
    const bytes = storage.read(stream);
    if (!bytes) continue;
    for (const [index, section] of sections(bytes).entries()) {
      for (const text of section.texts(index === 0 ? telling : null)) {
        yield { kind: 'text', text, place: 'property', where: 'property' };
      }
    }
  }
}

/** The first section holds standard properties, the second those that people named themselves. */
function sections(bytes: Uint8Array): Section[] {
  if (bytes.length < 48) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Section[] = [];
  for (let index = 0; index < Math.min(2, view.getUint32(24, true)); index++) {
    const at = 28 + index * 20 + 16;
    if (at + 4 > bytes.length) break;
    const start = view.getUint32(at, true);
    if (start + 8 <= bytes.length) found.push(new Section(bytes.subarray(start)));
  }
  return found;
}

class Section {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #places = new Map<number, number>();
  readonly #codePage: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = Math.min(this.#uint32(4), 1000);
    for (let index = 0; index < count; index++)
      this.#places.set(this.#uint32(8 + index * 8), this.#uint32(12 + index * 8));
    const page = this.#places.get(CODE_PAGE);
    this.#codePage = page === undefined ? 1252 : this.#uint32(page + 4) & 0xffff;
  }

  /** The texts of the given properties; null means all, with the names people gave them. */
  texts(telling: readonly number[] | null): string[] {
    if (telling) return telling.map((id) => this.#value(id)).filter((text) => text !== '');
    const texts: string[] = [];
    for (const [id, name] of this.#names()) {
      const text = propertyText(name, this.#value(id));
      if (text) texts.push(text);
    }
    return texts;
  }

  #value(id: number): string {
    const at = this.#places.get(id);
    if (at === undefined) return '';
    const type = this.#uint32(at);
    if (type === NARROW) return this.#text(at + 8, this.#uint32(at + 4));
    if (type === WIDE) return this.#wide(at + 8, this.#uint32(at + 4) * 2);
    return '';
  }

  #names(): Map<number, string> {
    const names = new Map<number, string>();
    let at = this.#places.get(NAMES);
    if (at === undefined) return names;
    const count = Math.min(this.#uint32(at), 1000);
    at += 4;
    for (let index = 0; index < count; index++) {
      const length = this.#uint32(at + 4);
      const bytes = this.#codePage === 1200 ? (length * 2 + 3) & ~3 : length;
      names.set(
        this.#uint32(at),
        this.#codePage === 1200 ? this.#wide(at + 8, length * 2) : this.#text(at + 8, length),
      );
      at += 8 + bytes;
    }
    return names;
  }

  #text(at: number, length: number): string {
    if (this.#codePage === 1200) return this.#wide(at, length);
    const bytes = this.#bytes.subarray(at, at + length);
    const page = this.#codePage === 65001 ? null : decodeAs(`windows-${this.#codePage}`, bytes);
    const text = this.#codePage === 65001 ? new TextDecoder().decode(bytes) : (page ?? decodeWestern(bytes));
    return trimZeros(text);
  }

  #wide(at: number, length: number): string {
    return trimZeros(new TextDecoder('utf-16le').decode(this.#bytes.subarray(at, at + length)));
  }

  #uint32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at, true) : 0;
  }
}

function trimZeros(text: string): string {
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).trim();
}
