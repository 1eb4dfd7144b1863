import { bytesOfBase64 } from '../base64.ts';
import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { inPieces } from '../in-pieces.ts';
import { LongText } from '../long-text.ts';
import { TableText } from '../table-text.ts';
import { looksLikeText } from '../text-encoding.ts';
import { DocumentError, type ImagePart, type Part, type TextPart } from '../types.ts';
import { readXmlPieces, type TextHandler } from '../zipped-xml.ts';
import { txt } from './txt.ts';

/**
 * Other XML: documents of Word 2003 and Excel 2003, Word's "flat" packages, UOF, and data of any kind. Read as the text
 * that it is, and once more laid out, where it can be read as XML: what programs write for themselves is often broken.
 */
export const xml: Format = {
  id: 'xml',
  mediaType: 'application/xml',
  matches: ({ head, bytes }) => DECLARED.test(head.replaceAll('\0', '')) && looksLikeText(bytes),
  async *extract(probe, budget): AsyncGenerator<Part> {
    yield* plain.extract(probe, budget);
    const handler = new XmlHandler();
    try {
      for await (const part of readXmlPieces(steps(probe.bytes, budget), handler)) {
        yield part;
        yield* handler.takePictures(budget);
      }
    } catch (error) {
      if (!(error instanceof DocumentError && error.outcome === 'damaged')) throw error;
    }
    yield* handler.takePictures(budget);
    handler.finish();
    yield* handler.body.rest();
  },
};

const DECLARED = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml\s/;
const plain = inPieces(txt);
/** Bytes read between two looks at the clock. */
const STEP = 256 * 1024;

function* steps(bytes: Uint8Array, budget: Budget): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += STEP) {
    budget.checkTime();
    yield bytes.subarray(at, at + STEP);
  }
}

const words = (list: string) => new Set(list.split(' '));
/** Elements that stand in a line, by their names in small letters: runs of text and what they are shown as. */
const INLINE = words(
  't r s a b i u em strong sub sup span font data f v hyperlink smarttag instrtext 句 文本串',
);
const CELLS = words('c cell tc td th table-cell entry 单元格');
const ROWS = words('row tr table-row 行');
const EMPTY_LINES = words('br cr');
/** Pictures and packed documents in letters. */
const BINARY = words('bindata binarydata');

/** A line for every element with text in it, but those that stand in a line; what has none (marks of spelling) ends no line. */
class XmlHandler implements TextHandler {
  readonly body = new LongText('body', 'text');
  readonly asides: TextPart[] = [];
  wantsText = true;
  readonly #table = new TableText((text) => this.body.append(text));
  #isLineOpen = false;
  /** Texts so far, and how many there were where each open element began. */
  #texts = 0;
  readonly #before: number[] = [];
  #binary: string[] | null = null;
  readonly #found: string[] = [];
  #count = 0;

  open(name: string): void {
    const plainName = name.toLowerCase();
    this.#before.push(this.#texts);
    if (BINARY.has(plainName)) this.#binary = [];
    else if (ROWS.has(plainName)) this.#table.openRow();
    else if (EMPTY_LINES.has(plainName)) this.#endLine('\n');
    else if (plainName === 'tab') this.#endLine('\t');
  }

  close(name: string): void {
    const plainName = name.toLowerCase();
    const isEmpty = this.#before.pop() === this.#texts;
    if (BINARY.has(plainName)) {
      this.#found.push(this.#binary?.join('') ?? '');
      this.#binary = null;
    } else if (CELLS.has(plainName)) this.#table.closeCell();
    else if (ROWS.has(plainName)) {
      this.#table.closeRow();
      this.#isLineOpen = false;
    } else if (!isEmpty && !INLINE.has(plainName)) this.#endLine('\n');
  }

  text(text: string): void {
    if (this.#binary) this.#binary.push(text);
    // What parts elements from each other.
    else if (text.trim() !== '' || !text.includes('\n')) {
      this.#table.append(text);
      this.#isLineOpen = true;
      this.#texts += 1;
    }
  }

  finish(): void {
    this.#table.finish();
  }

  /** A picture that nobody knows is left alone, as in other documents. */
  *takePictures(budget: Budget): Generator<ImagePart> {
    for (const letters of this.#found.splice(0)) {
      const bytes = decodeBase64(letters);
      budget.countUnpacked(bytes.length, bytes.length, letters.length);
      this.#count += 1;
      if (bytes.length > 0) yield { kind: 'image', bytes, where: `entry:${this.#count}` };
    }
  }

  #endLine(sign: string): void {
    if (this.#isLineOpen) this.#table.append(sign);
    this.#isLineOpen = false;
  }
}

function decodeBase64(letters: string): Uint8Array {
  try {
    return bytesOfBase64(letters);
  } catch {
    return new Uint8Array();
  }
}
