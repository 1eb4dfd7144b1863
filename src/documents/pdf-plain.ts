import type { Budget } from './budget.ts';
import { PageLines } from './pdf-lines.ts';
import { PdfObjects } from './pdf-objects.ts';
import { type PlainFont, readFont } from './pdf-plain-font.ts';
import { PlainPage, type PlainResources } from './pdf-plain-page.ts';
import { type Dictionary, NotPlain, Reference, Stream, type Value } from './pdf-syntax.ts';
import { concat } from './zip.ts';

/** Levels of the tree of pages, and bytes of one page's drawing. */
const DEEPEST = 50;
const LARGEST = 4 * 1024 * 1024;
const MOST_PIECES = 1000;
/** Nodes of the tree of pages. */
const MOST_NODES = 20_000;
const LINE_END = Uint8Array.of(10);

interface Leaf {
  readonly page: Dictionary;
  readonly resources: Value | undefined;
}

/**
 * Reads what most programs write, typed pages in embedded fonts, without pdf.js: a tenth of its time, and nothing to load.
 * Whatever is not plain is null, and pdf.js reads it; what both read is the same.
 */
export class PlainPdf {
  readonly #objects: PdfObjects;
  readonly #fonts = new Map<number, PlainFont>();
  #nodes = 0;
  #first: PlainText | null = null;

  private constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  /** Null for a file that is encrypted, damaged or otherwise not plain. */
  static open(bytes: Uint8Array, budget: Budget): PlainPdf | null {
    return plainly(() => new PlainPdf(new PdfObjects(bytes, budget)));
  }

  /** The text of the first page; null where it is not plain. */
  first(): PlainText | null {
    this.#first ??= plainly(() => {
      for (const leaf of this.#leaves(this.#root(), undefined, 0)) return this.#text(leaf);
      return null;
    });
    return this.#first;
  }

  /** All pages, each with its text or null; null when there are not as many as the file says. */
  pages(count: number): PlainPages | null {
    return plainly(() => {
      this.#nodes = 0;
      const leaves = [...this.#leaves(this.#root(), undefined, 0)];
      if (leaves.length !== count) return null;
      return {
        hasNames: this.#catalog().has('/Names'),
        read: (number) =>
          number === 1 ? this.first() : plainly(() => this.#text(leaves[number - 1] as Leaf)),
        hasNotes: (number) => (leaves[number - 1] as Leaf).page.has('/Annots'),
      };
    });
  }

  #root(): Value | undefined {
    return this.#catalog().get('/Pages');
  }

  #catalog(): Dictionary {
    return this.#objects.dictionary(this.#objects.trailer.get('/Root'));
  }

  /** The pages below a node, which has to count as many as it says. */
  *#leaves(node: Value | undefined, inherited: Value | undefined, depth: number): Generator<Leaf, number> {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw new NotPlain('an odd tree');
    const dictionary = this.#objects.dictionary(node);
    const resources = dictionary.get('/Resources') ?? inherited;
    if (dictionary.get('/Type') === '/Page') {
      yield { page: dictionary, resources };
      return 1;
    }
    const kids = this.#objects.resolve(dictionary.get('/Kids'));
    const count = this.#objects.resolve(dictionary.get('/Count'));
    if (dictionary.get('/Type') !== '/Pages' || !Array.isArray(kids) || depth > DEEPEST)
      throw new NotPlain('an odd tree');
    let found = 0;
    for (const kid of kids as readonly Value[]) {
      found += yield* this.#leaves(kid, resources, depth + 1);
    }
    if (found !== count) throw new NotPlain('an odd tree');
    return found;
  }

  #text(leaf: Leaf): PlainText {
    const pictures = { shown: false };
    const page = new PlainPage(this.#resourcesOf(leaf, pictures));
    page.draw(this.#content(leaf.page.get('/Contents')));
    const texts = page.runs.map((runs) => {
      const lines = new PageLines();
      lines.add(runs);
      return lines.text();
    });
    return { text: texts.join('\n'), hasPictures: pictures.shown };
  }

  #content(contents: Value | undefined): Uint8Array {
    const found = this.#objects.resolve(contents);
    if (found instanceof Stream) return this.#objects.unpack(found);
    if (!Array.isArray(found) || found.length > MOST_PIECES) throw new NotPlain('an odd page');
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (const one of found as readonly Value[]) {
      const stream = this.#objects.resolve(one);
      if (!(stream instanceof Stream)) throw new NotPlain('an odd page');
      const piece = this.#objects.unpack(stream);
      pieces.push(piece, LINE_END);
      length += piece.length;
      if (length > LARGEST) throw new NotPlain('a large page');
    }
    return concat(pieces);
  }

  #resourcesOf({ resources }: Leaf, pictures: { shown: boolean }): PlainResources {
    const objects = this.#objects;
    const own = resources === undefined ? new Map<string, Value>() : objects.dictionary(resources);
    const entry = (kind: string, name: string) => objects.dictionary(own.get(kind)).get(name);
    const seen = new Map<string, PlainFont>();
    return {
      font: (name) => {
        const known = seen.get(name) ?? this.#font(entry('/Font', name));
        seen.set(name, known);
        return known;
      },
      checkPicture: (name) => {
        const picture = objects.resolve(entry('/XObject', name));
        if (!(picture instanceof Stream) || picture.dictionary.get('/Subtype') !== '/Image')
          throw new NotPlain('a drawing in a drawing');
        pictures.shown = true;
      },
      checkState: (name) => {
        const state = objects.dictionary(entry('/ExtGState', name));
        if (state.has('/Font')) throw new NotPlain('a font in a state');
        // What is seen through may be a picture.
        if ((objects.resolve(state.get('/SMask')) ?? '/None') !== '/None') pictures.shown = true;
      },
    };
  }

  #font(value: Value | undefined): PlainFont {
    const known = value instanceof Reference ? this.#fonts.get(value.number) : undefined;
    if (known) return known;
    const font = readFont(this.#objects.dictionary(value), this.#objects);
    if (value instanceof Reference) this.#fonts.set(value.number, font);
    return font;
  }
}

export interface PlainText {
  readonly text: string;
  /** True where the page paints a picture. */
  readonly hasPictures: boolean;
}

export interface PlainPages {
  /** False where the file names no attachments. */
  readonly hasNames: boolean;
  /** A page by its number, from 1; null where it is not plain. */
  readonly read: (page: number) => PlainText | null;
  readonly hasNotes: (page: number) => boolean;
}

function plainly<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}
