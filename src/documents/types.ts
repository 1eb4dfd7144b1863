import type { Hints } from '../engine/types.ts';
import type { Outcome } from '../engine/verdict.ts';

/** A run of text of a document. Parts come in order of likelihood: headers and the first page before the rest. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly place: NonNullable<Hints['place']>;
  /** Place in the document in machine words (see `LocatedFinding.where`). */
  readonly where: string;
  /**
   * True for the first pages of a text that follows in full as the next part: a marked head ends the scan before the
   * rest is unpacked. Only blocking findings of it count, and none near its cut end. `whole` is a page that follows again
   * as it is: it has no cut end.
   */
  readonly preview?: boolean | 'whole';
  /** True where the text was cut for its length: it goes on in the next part of the same `where`. */
  readonly more?: boolean;
}

/** A picture inside a document, or a page that has no usable text. */
export interface ImagePart {
  readonly kind: 'image';
  readonly bytes: Uint8Array;
  readonly where: string;
}

/** A document inside a document: an archive's entry, an attachment, an embedded object. */
export interface ChildPart {
  readonly kind: 'child';
  readonly bytes: Uint8Array;
  /** Name inside its parent; a hint for people on the screen only, never logged. */
  readonly name: string;
  readonly where: string;
}

export type Part = TextPart | ImagePart | ChildPart;

/** Limits of one inspection, shared by all children of the item. Bytes, entries and milliseconds; each has its outcome. */
export interface Limits {
  /** Bytes of the item itself. */
  readonly fileBytes: number;
  /** Bytes unpacked in total over all levels. */
  readonly unpackedBytes: number;
  /** Unpacked to packed bytes of one entry, checked above 1 MB unpacked. */
  readonly ratio: number;
  readonly entries: number;
  readonly depth: number;
  readonly pages: number;
  readonly milliseconds: number;
}

/** Thrown by extractors and budget checks; inspection turns it into an outcome. */
export class DocumentError extends Error {
  readonly outcome: Exclude<Outcome, 'scanned'>;
  constructor(outcome: Exclude<Outcome, 'scanned'>, detail: string) {
    super(detail);
    this.outcome = outcome;
  }
}
