import type { Budget } from './budget.ts';
import { LongText } from './long-text.ts';
import type { Part, TextPart } from './types.ts';
import { type XmlHandler, XmlReader } from './xml.ts';
import type { Zip, ZipEntry } from './zip.ts';

/** Bytes read between two looks at what was found. Larger strings live in a place that is seldom collected. */
const STEP = 32 * 1024;

/** A handler that gathers the running text of a document, and shorter texts that stand apart from it. */
export interface TextHandler extends XmlHandler {
  readonly body: LongText;
  /** Finished texts beside the body: boxes, deleted text, annotations. The reader empties it. */
  readonly asides: TextPart[];
  /** Called at the end of the document. */
  finish(): void;
}

/** Reads one XML entry of a ZIP package through a handler, handing text on as it arrives. */
export function* readXmlEntry(
  zip: Zip,
  entry: ZipEntry,
  handler: TextHandler,
  budget: Budget,
): Generator<Part> {
  yield* readXmlPieces(zip.unpack(entry, budget), handler);
}

export function* readXmlPieces(pieces: Iterable<Uint8Array>, handler: TextHandler): Generator<Part> {
  const reader = new XmlReader(handler);
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += STEP) {
      reader.writeBytes(piece.subarray(at, at + STEP));
      yield* handler.asides.splice(0);
      yield* handler.body.ready();
    }
  }
  reader.end();
  handler.finish();
  yield* handler.asides.splice(0);
  yield* handler.body.rest();
}

/** Every run of text of an XML document on a line of its own: for parts whose shape says nothing more. */
export class PlainTextHandler implements TextHandler {
  readonly body: LongText;
  readonly asides: TextPart[] = [];
  wantsText = true;

  constructor(place: TextPart['place'], where: string) {
    this.body = new LongText(place, where);
  }

  open(): void {}

  close(): void {}

  text(text: string): void {
    const line = text.trim();
    if (line !== '') this.body.append(`${line}\n`);
  }

  finish(): void {}
}
