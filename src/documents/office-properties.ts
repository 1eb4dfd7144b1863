import type { Budget } from './budget.ts';
import type { Part } from './types.ts';
import { attribute, type XmlHandler, XmlReader } from './xml.ts';
import type { Zip } from './zip.ts';

/** Properties that people fill in; dates, counts and the names of programs say nothing. */
const TELLING = new Set([
  'title',
  'subject',
  'keywords',
  'description',
  'category',
  'contentStatus',
  'keyword',
]);

/** The document properties of an Office package, sensitivity labels among them: one part each. */
export function* officeProperties(zip: Zip, budget: Budget): Generator<Part> {
  for (const name of ['docProps/custom.xml', 'docProps/core.xml']) {
    const entry = zip.find(name);
    if (!entry) continue;
    const handler = new PropertyHandler();
    const reader = new XmlReader(handler);
    for (const piece of zip.unpack(entry, budget)) reader.writeBytes(piece);
    reader.end();
    for (const text of handler.properties) yield { kind: 'text', text, place: 'property', where: 'property' };
  }
}

/**
 * One property as text: `name: value`, so that a property "Độ mật" reads like a line of a letter. Of a Microsoft
 * Purview label only the label's name is for people.
 */
export function propertyText(name: string, value: string): string | null {
  const bare = value.trim();
  if (bare === '') return null;
  if (/^MSIP_Label_/.test(name)) return name.endsWith('_Name') ? bare : null;
  return `${name}: ${bare}`;
}

class PropertyHandler implements XmlHandler {
  readonly properties: string[] = [];
  wantsText = false;
  #name = '';
  #value = '';

  open(name: string, tag: string): void {
    if (name === 'property') this.#name = attribute(tag, 'name') ?? '';
    else if (TELLING.has(name)) this.#name = '';
    else if (!this.#name) return;
    this.wantsText = true;
    if (name === 'property' || TELLING.has(name)) this.#value = '';
  }

  close(name: string): void {
    if (name === 'property') this.#keep(propertyText(this.#name, this.#value));
    else if (TELLING.has(name)) this.#keep(this.#value.trim());
    else return;
    this.#name = '';
    this.wantsText = false;
  }

  text(text: string): void {
    this.#value += text;
  }

  #keep(text: string | null): void {
    if (text) this.properties.push(text);
  }
}
