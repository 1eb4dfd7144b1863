import type { Budget } from './budget.ts';
import type { Format } from './format.ts';
import { Probe } from './probe.ts';
import { isWide } from './text-encoding.ts';
import type { Part } from './types.ts';

/** Bytes from which a text is read in pieces: as one string it takes twice its bytes and more. */
const LONG = 4 * 1024 * 1024;
/** Bytes of a piece, unless its last line is longer. */
const PIECE = 1 << 18;
const LINE_END = 10;
const QUOTE = 34;

/**
 * The same format, but a long text is read as if its lines stood in several files. With `quoted` no piece ends inside of
 * quotes. UTF-16 is left whole: its strings take what its bytes take.
 */
export function inPieces(format: Format, { quoted }: { readonly quoted: boolean }): Format {
  return {
    ...format,
    async *extract(probe: Probe, budget: Budget): AsyncGenerator<Part> {
      if (probe.bytes.length < LONG || isWide(probe.bytes)) yield* format.extract(probe, budget);
      else
        for (const piece of cut(probe.bytes, quoted)) {
          budget.checkTime();
          yield* format.extract(new Probe(piece), budget);
        }
    },
  };
}

function* cut(bytes: Uint8Array, quoted: boolean): Generator<Uint8Array> {
  let from = 0;
  let inside = false;
  let counted = 0;
  for (let at = bytes.indexOf(LINE_END, PIECE); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) {
    if (quoted) {
      for (; counted < at; counted++) if (bytes[counted] === QUOTE) inside = !inside;
      if (inside) continue;
    }
    yield bytes.subarray(from, at + 1);
    from = at + 1;
    at += PIECE;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}
