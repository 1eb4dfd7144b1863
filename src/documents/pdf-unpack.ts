import { inflateSync } from 'fflate';
import type { Budget } from './budget.ts';
import { measure } from './pdf-filters.ts';
import { NotPlain, type Value } from './pdf-syntax.ts';
import { concat } from './zip.ts';

/** Bytes of one unpacked stream that are read plainly. */
const LARGEST = 4 * 1024 * 1024;
/** Packed bytes that are unpacked at one go: a thousand times as much at most. */
const AT_ONCE = 32 * 1024;

let scratch: Uint8Array | null = null;

/** Unpacks a stream. Throws `NotPlain` for a large or broken one. */
export function inflate(raw: Uint8Array, budget: Budget): Uint8Array {
  budget.checkTime();
  if (raw.length > AT_ONCE) {
    const pieces: Uint8Array[] = [];
    if (measure(raw, 'flate', LARGEST, budget, (piece) => pieces.push(piece)) > LARGEST)
      throw new NotPlain('a large stream');
    return concat(pieces);
  }
  scratch ??= new Uint8Array(LARGEST);
  try {
    // What does not fit is dropped.
    const body = inflateSync(raw.subarray(2), { out: scratch });
    if (body.length < LARGEST) return body.slice();
  } catch {
    // A broken stream.
  }
  throw new NotPlain('a large or broken stream');
}

/** Undoes the differences to the row above that directories are packed with. */
export function unpredict(bytes: Uint8Array, told: (name: string) => Value | undefined): Uint8Array {
  const predictor = told('/Predictor') ?? 1;
  if (predictor === 1) return bytes;
  const width = told('/Columns');
  if (typeof predictor !== 'number' || predictor < 10 || typeof width !== 'number' || width < 1)
    throw new NotPlain('packed in another way');
  if (told('/Colors') !== undefined || told('/BitsPerComponent') !== undefined)
    throw new NotPlain('packed as a picture');
  const rows = Math.floor(bytes.length / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1);
    const kind = bytes[from];
    if (kind !== 0 && kind !== 2) throw new NotPlain('packed as a picture');
    for (let x = 0; x < width; x++) {
      const above = kind === 2 && row > 0 ? (out[(row - 1) * width + x] as number) : 0;
      out[row * width + x] = (bytes[from + 1 + x] as number) + above;
    }
  }
  return out;
}
