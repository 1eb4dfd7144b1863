import type { Budget } from './budget.ts';
import { latin1 } from './latin1.ts';
import { type Dictionary, NotPlain, Reference, Stream, Syntax, type Value } from './pdf-syntax.ts';
import { inflate, unpredict } from './pdf-unpack.ts';

/** Bytes at the end of the file in which its directory is named. */
const TAIL = 1024;
/** Older directories, references in a row and streams of objects: more than any honest file has. */
const MOST_DIRECTORIES = 100;
const MOST_STEPS = 20;
const MOST_PACKED = 2000;
const MOST_SECTIONS = 2000;
/** Bytes of objects that are read, those read twice counted twice. */
const MOST_READ = 64 * 1024 * 1024;
const ENTRY = 20;

/** Where entries of a directory stand: in a table, or as rows of an unpacked stream. */
interface Section {
  readonly first: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly at: number;
  /** Widths of a row's columns; null for a table. */
  readonly widths: readonly number[] | null;
}

/** A stream of objects with the numbers of the objects and where they begin. */
interface Packed {
  readonly bytes: Uint8Array;
  readonly places: readonly (readonly [number: number, at: number])[];
}

/** The objects of a PDF without encryption and damage. Every method throws `NotPlain` where something is amiss. */
export class PdfObjects {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #sections: Section[] = [];
  readonly #packed = new Map<number, Packed>();
  #opening = false;
  #read = 0;
  /** The newest trailer. */
  readonly trailer: Dictionary;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#budget = budget;
    const end = latin1(bytes.subarray(-TAIL));
    const at = Number(/startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(end)?.[1] ?? Number.NaN);
    const trailers: Dictionary[] = [];
    for (let next: Value | undefined = at; next !== undefined; next = trailers.at(-1)?.get('/Prev')) {
      if (trailers.length > MOST_DIRECTORIES) throw new NotPlain('many directories');
      const trailer = this.#readDirectory(next);
      trailers.push(trailer);
      // Word names what older readers need not see in a stream beside the table.
      const beside = trailer.get('/XRefStm');
      if (beside !== undefined && this.#readDirectory(beside).has('/Prev'))
        throw new NotPlain('an odd directory');
    }
    this.trailer = trailers[0] as Dictionary;
    if (trailers.some((one) => one.has('/Encrypt'))) throw new NotPlain('encrypted');
  }

  /** What a value stands for. */
  resolve(value: Value | undefined): Value | undefined {
    let found = value;
    for (let step = 0; found instanceof Reference; step++) {
      if (step > MOST_STEPS) throw new NotPlain('a ring of references');
      found = this.#object(found.number);
    }
    return found;
  }

  dictionary(value: Value | undefined): Dictionary {
    const found = this.resolve(value);
    if (!(found instanceof Map)) throw new NotPlain('no dictionary');
    return found as Dictionary;
  }

  /** The bytes of a stream, unpacked. */
  unpack({ dictionary, start }: Stream): Uint8Array {
    const length = this.resolve(dictionary.get('/Length'));
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
      throw new NotPlain('a stream without a length');
    const end = start + length;
    if (!/^\s{0,2}endstream/.test(latin1(this.#bytes.subarray(end, end + 12))))
      throw new NotPlain('a stream of another length');
    const raw = this.#bytes.subarray(start, end);
    const filter = [this.resolve(dictionary.get('/Filter')) ?? []].flat() as Value[];
    const hows = [this.resolve(dictionary.get('/DecodeParms')) ?? []].flat() as Value[];
    if (dictionary.has('/F') || filter.length > 1 || hows.length > 1) throw new NotPlain('packed twice');
    if (filter.length === 0) return raw;
    if (this.resolve(filter[0]) !== '/FlateDecode') throw new NotPlain('packed in another way');
    const body = inflate(raw, this.#budget);
    const how = this.resolve(hows[0]);
    if (how === undefined || how === 'null') return body;
    const told = (name: string) => this.resolve(this.dictionary(how).get(name));
    return unpredict(body, told);
  }

  #object(number: number): Value | undefined {
    for (const { first, count, bytes, at, widths } of this.#sections) {
      const index = number - first;
      if (index < 0 || index >= count) continue;
      if (!widths)
        return this.#fromTable(number, latin1(bytes.subarray(at + index * ENTRY, at + (index + 1) * ENTRY)));
      const [kind, where, within] = columns(bytes, at, index, widths);
      if (kind === 1) return this.#at(number, where as number);
      if (kind === 2) return this.#inStream(number, where as number, within as number);
      throw new NotPlain('an object that is not there');
    }
    throw new NotPlain('an object that is not there');
  }

  #fromTable(number: number, entry: string): Value | undefined {
    const offset = /^(\d{10}) \d{5} n/.exec(entry)?.[1];
    if (offset === undefined) throw new NotPlain('an object that is not there');
    return this.#at(number, Number(offset));
  }

  #at(number: number, offset: number): Value | undefined {
    const syntax = new Syntax(this.#bytes, offset);
    if (syntax.next() !== number || typeof syntax.next() !== 'number' || syntax.next() !== 'obj')
      throw new NotPlain('another object');
    const value = syntax.value();
    this.#count(syntax.at - offset);
    const word = syntax.next();
    if (word === 'stream' && value instanceof Map) {
      syntax.at += this.#bytes[syntax.at] === 13 ? 2 : 1;
      if (this.#bytes[syntax.at - 1] !== 10) throw new NotPlain('an odd stream');
      return new Stream(value as Dictionary, syntax.at);
    }
    if (word !== 'endobj') throw new NotPlain('an object without an end');
    return value;
  }

  #inStream(number: number, container: number, index: number): Value | undefined {
    let held = this.#packed.get(container);
    if (!held) {
      if (this.#packed.size > MOST_PACKED) throw new NotPlain('too many streams');
      held = this.#readPacked(container);
      this.#packed.set(container, held);
    }
    const [found, at = 0] = held.places[index] ?? [];
    if (found !== number) throw new NotPlain('another object');
    const syntax = new Syntax(held.bytes, at);
    const value = syntax.value();
    this.#count(syntax.at - at);
    return value;
  }

  /** A stream of objects stands in the file itself (ISO 32000-1, 7.5.7): in another one, or in itself, it has no end. */
  #readPacked(container: number): Packed {
    if (this.#opening) throw new NotPlain('a stream of objects in another');
    this.#opening = true;
    const stream = this.#object(container);
    if (!(stream instanceof Stream) || stream.dictionary.get('/Type') !== '/ObjStm')
      throw new NotPlain('no stream of objects');
    const bytes = this.unpack(stream);
    const count = this.resolve(stream.dictionary.get('/N'));
    const first = this.resolve(stream.dictionary.get('/First'));
    if (typeof count !== 'number' || typeof first !== 'number' || count > bytes.length / 4)
      throw new NotPlain('an odd stream of objects');
    const directory = new Syntax(bytes);
    const places: [number, number][] = [];
    for (let index = 0; index < count; index++) {
      const [number, at] = [directory.next(), directory.next()];
      if (typeof number !== 'number' || typeof at !== 'number')
        throw new NotPlain('an odd stream of objects');
      places.push([number, first + at]);
    }
    this.#opening = false;
    return { bytes, places };
  }

  #count(bytes: number): void {
    this.#read += bytes;
    if (this.#read > MOST_READ) throw new NotPlain('much to read');
    this.#budget.checkTime();
  }

  #readDirectory(offset: Value): Dictionary {
    if (typeof offset !== 'number' || !(offset >= 0 && offset < this.#bytes.length))
      throw new NotPlain('an odd directory');
    const syntax = new Syntax(this.#bytes, offset);
    const word = syntax.next();
    if (word !== 'xref') return this.#readStream(offset, word);
    for (;;) {
      const first = syntax.next();
      if (first === 'trailer') break;
      const count = syntax.next();
      syntax.skipWhite();
      const at = syntax.at;
      this.#keep({ first, count, bytes: this.#bytes, at, widths: null }, ENTRY);
      syntax.at += Number(count) * ENTRY;
    }
    return this.dictionary(syntax.value());
  }

  #readStream(offset: number, number: Value | undefined): Dictionary {
    const stream = typeof number === 'number' ? this.#at(number, offset) : undefined;
    if (!(stream instanceof Stream) || stream.dictionary.get('/Type') !== '/XRef')
      throw new NotPlain('no directory');
    const { dictionary } = stream;
    const widths = dictionary.get('/W');
    const size = dictionary.get('/Size');
    const parts = dictionary.get('/Index') ?? [0, size as number];
    const bytes = this.unpack(stream);
    if (
      !isNumbers(widths) ||
      widths.length !== 3 ||
      widths.some((one) => one < 0 || one > 7) ||
      !isNumbers(parts)
    )
      throw new NotPlain('an odd directory');
    const row = widths.reduce((sum, one) => sum + one, 0);
    let at = 0;
    for (let index = 0; index + 1 < parts.length; index += 2) {
      const [first, count = 0] = parts.slice(index, index + 2);
      this.#keep({ first, count, bytes, at, widths }, row);
      at += count * row;
    }
    return dictionary;
  }

  #keep(
    section: Record<'first' | 'count', Value | undefined> & Omit<Section, 'first' | 'count'>,
    row: number,
  ) {
    const { first, count, bytes, at } = section;
    if (!isCount(first) || !isCount(count) || row === 0 || at + count * row > bytes.length)
      throw new NotPlain('an odd directory');
    if (this.#sections.push({ ...section, first, count }) > MOST_SECTIONS)
      throw new NotPlain('many directories');
  }
}

/** One row of a directory; an absent first column means 1. */
function columns(bytes: Uint8Array, from: number, index: number, widths: readonly number[]): number[] {
  let at = from + index * widths.reduce((sum, one) => sum + one, 0);
  return widths.map((width, column) => {
    let value = column === 0 && width === 0 ? 1 : 0;
    for (let byte = 0; byte < width; byte++) value = value * 256 + (bytes[at++] as number);
    return value;
  });
}

function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export function isNumbers(value: Value | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number' && Number.isFinite(one));
}
