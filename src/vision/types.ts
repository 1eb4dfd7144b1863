import type { Hints } from '../engine/types.ts';
import type { Outcome } from '../engine/verdict.ts';

/** A decoded picture: RGBA, eight bits a channel, rows from the top, upright as a person sees it. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A turned rectangle in pixels: its centre, its sides, and its angle in radians, clockwise from the horizontal. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** Words that were read on a picture. */
export interface ReadText {
  readonly text: string;
  readonly place: NonNullable<Hints['place']>;
  /** In machine words: `stamp:1`, `header`, `page`. */
  readonly where: string;
  /** Null for a text gathered from a whole zone. */
  readonly region: Region | null;
  /** 0..1 */
  readonly confidence: number;
}

export interface ReadResult {
  /** `scanned` when the depth asked for was reached. */
  readonly outcome: Outcome;
  readonly texts: readonly ReadText[];
}

/**
 * How much of a picture is read: `stamps` looks for stamps and short lines that may be one, `header` also reads the
 * upper part in full, `page` all of it. Reading in full takes seconds.
 */
export type Depth = 'stamps' | 'header' | 'page';

export interface ReadOptions {
  readonly depth?: Depth;
  readonly signal?: AbortSignal;
}

/** Reads pictures. Never rejects: what could not be read is the outcome. */
export interface ImageReader {
  read(bytes: Uint8Array, options?: ReadOptions): Promise<ReadResult>;
  /** Reads a picture that is already decoded, for example a page drawn from a PDF. */
  readPixels(pixels: Pixels, options?: ReadOptions): Promise<ReadResult>;
  /** Lets go of the worker and its memory; the next read starts it again. */
  release(): Promise<void>;
}

/** Recognises letters; slow. Its two ways of reading: one line of a stamp, or text spread over an area. */
export interface LetterReader {
  read(crop: GreyImage, kind: 'line' | 'area'): Promise<{ text: string; confidence: number }>;
  release(): Promise<void>;
}

/** One byte a pixel, 0 black, 255 paper. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Thrown by decoders; the reader turns it into an outcome. */
export class ImageError extends Error {
  readonly outcome: Exclude<Outcome, 'scanned'>;
  constructor(outcome: Exclude<Outcome, 'scanned'>, detail: string) {
    super(detail);
    this.name = 'ImageError';
    this.outcome = outcome;
  }
}
