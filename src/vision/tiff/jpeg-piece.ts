import type { TiffPage } from './page.ts';

const RGB = 2;
const START = 0xd8;
const END = 0xd9;
/** Adobe's marker with the transform 0: the three colours are red, green and blue as they stand. */
const AS_THEY_STAND = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/** A JPEG of its own from a strip or tile, whose tables may stand elsewhere in the file (Adobe's technical note 2 of 1995). */
export function joinJpeg(piece: Uint8Array, { jpegTables, ink }: TiffPage): Uint8Array {
  const tables = withoutEnds(jpegTables);
  const own = ink === RGB ? AS_THEY_STAND : [];
  const rest = startsJpeg(piece) ? piece.subarray(2) : piece;
  const whole = new Uint8Array(2 + own.length + tables.length + rest.length);
  whole.set([0xff, START]);
  whole.set(own, 2);
  whole.set(tables, 2 + own.length);
  whole.set(rest, 2 + own.length + tables.length);
  return whole;
}

function withoutEnds(tables: Uint8Array): Uint8Array {
  const ends = tables.at(-2) === 0xff && tables.at(-1) === END;
  return tables.subarray(startsJpeg(tables) ? 2 : 0, ends ? -2 : undefined);
}

function startsJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === START;
}
