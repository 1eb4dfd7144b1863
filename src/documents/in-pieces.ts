import type { Budget } from './budget.ts';
import type { Format } from './format.ts';
import { LongText } from './long-text.ts';
import type { Probe } from './probe.ts';
import { decodeText, markedEncoding, mostlyUtf8, utf16WithoutMark } from './text-encoding.ts';
import type { Part } from './types.ts';

/** Bytes from which a text is decoded in pieces: as one string it takes twice its bytes and more. */
const LONG = 4 * 1024 * 1024;
/** Bytes of a piece: longer strings live in a place that is seldom collected. */
const PIECE = 1 << 15;

/** The same format of plain text, but a long one is never one string. */
export function inPieces(format: Format): Format {
  return {
    ...format,
    async *extract(probe: Probe, budget: Budget): AsyncGenerator<Part> {
      if (probe.bytes.length < LONG) yield* format.extract(probe, budget);
      else for (const pieces of readInPieces(probe.bytes, budget)) yield* gather(pieces);
    },
  };
}

function* gather(pieces: Iterable<string>): Generator<Part> {
  const text = new LongText('body', 'text');
  for (const piece of pieces) {
    text.append(piece);
    yield* text.ready();
  }
  yield* text.rest();
}

/** The readings of a text like those of `decodeText`, each in pieces that lose nothing; a short text is one piece. */
export function* readInPieces(bytes: Uint8Array, budget: Budget): Generator<Iterable<string>> {
  budget.checkTime();
  if (bytes.length < LONG) for (const reading of decodeText(bytes)) yield [reading];
  else for (const encoding of encodingsOf(bytes, budget)) yield decode(bytes, { encoding }, budget);
}

interface Reading {
  readonly encoding: string;
  /** Throws a `TypeError` where the bytes are of another encoding. */
  readonly fatal?: boolean;
}

function* decode(bytes: Uint8Array, { encoding, fatal = false }: Reading, budget: Budget): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal });
  for (let at = 0; at < bytes.length; at += PIECE) {
    budget.checkTime();
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
  }
  yield decoder.decode();
}

function encodingsOf(bytes: Uint8Array, budget: Budget): readonly string[] {
  const marked = markedEncoding(bytes);
  if (marked) return [marked];
  const strict = isUtf8(bytes, budget);
  const wide = bytes.includes(0) ? utf16WithoutMark(bytes) : null;
  if (wide) return [wide];
  if (strict) return ['utf-8'];
  const western = ['windows-1252', 'windows-1258'];
  for (const piece of decode(bytes, { encoding: 'utf-8' }, budget))
    if (mostlyUtf8(piece, piece.length)) return ['utf-8', ...western];
  return western;
}

function isUtf8(bytes: Uint8Array, budget: Budget): boolean {
  try {
    for (const _ of decode(bytes, { encoding: 'utf-8', fatal: true }, budget));
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
