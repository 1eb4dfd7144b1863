import { ImageError } from '../types.ts';

/** Pixels that are decoded at most, and to a side. */
const MOST = 36_000_000;
const LONGEST = 65_535;
/** Values of one entry: places of tiles of 16 by 16 pixels are half as many. */
const MOST_VALUES = 1 << 18;
const ENTRY = 12;
/** Bytes of a value by its type, of those that hold whole numbers: bytes, short, long and untyped ones. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1 };

/** The entries of a directory that are read, by TIFF 6.0 and its supplements. */
const TAGS = {
  width: 256,
  height: 257,
  depths: 258,
  packing: 259,
  ink: 262,
  bitOrder: 266,
  strips: 273,
  orientation: 274,
  channels: 277,
  stripRows: 278,
  stripLengths: 279,
  planes: 284,
  fax: 292,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tiles: 324,
  tileLengths: 325,
  extra: 338,
  numbers: 339,
  jpegTables: 347,
  jpeg: 513,
  jpegLength: 514,
} as const;
const WANTED = new Set<number>(Object.values(TAGS));

/** Where the bytes of one strip or tile stand in the file. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}

/** What a page of a TIFF says of itself, with sizes that a memory holds and pieces that stand in the file. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly little: boolean;
  /** Bits of one value: 1, 2, 4, 8, 16 or 32. */
  readonly depth: number;
  /** Whether values of 32 bits are fractions of one. */
  readonly fractions: boolean;
  readonly channels: number;
  /** Whether the channel behind the colours says how much of the paper is seen through. */
  readonly alpha: boolean;
  readonly packing: number;
  readonly ink: number;
  readonly lastBitFirst: boolean;
  readonly orientation: number;
  /** Whether each channel has pieces of its own. */
  readonly apart: boolean;
  readonly fax: number;
  readonly predictor: number;
  readonly palette: readonly number[];
  /** Sides of one strip or tile; the last ones hold more than is seen. */
  readonly pieceWidth: number;
  readonly pieceHeight: number;
  readonly across: number;
  readonly pieces: readonly Piece[];
  readonly jpegTables: Uint8Array;
}

/** Reads what the first page says of itself. Throws `ImageError`, also when its numbers ask for more than there can be. */
export function readPage(bytes: Uint8Array): TiffPage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint8(0) === 0x49;
  const entries = readEntries(view, little);
  const one = (tag: keyof typeof TAGS, otherwise: number) => entries.get(TAGS[tag])?.[0] ?? otherwise;
  const width = one('width', 0);
  const height = one('height', 0);
  if (!(width > 0 && height > 0)) throw new ImageError('damaged', 'tiff without a size');
  const channels = one('channels', 1);
  const depths = entries.get(TAGS.depths) ?? [1];
  const depth = depths[0] ?? 1;
  if (![1, 2, 4, 8, 16, 32].includes(depth) || depths.some((other) => other !== depth))
    throw new ImageError('image-unread', `tiff of ${depths} bits`);
  if (channels < 1 || channels > 8) throw new ImageError('image-unread', `tiff of ${channels} channels`);
  return {
    width,
    height,
    little,
    depth,
    channels,
    fractions: one('numbers', 1) === 3,
    alpha: [1, 2].includes(one('extra', 0)),
    packing: one('packing', 1),
    ink: one('ink', 0),
    lastBitFirst: one('bitOrder', 1) === 2,
    orientation: one('orientation', 1),
    apart: one('planes', 1) === 2 && channels > 1,
    fax: one('fax', 0),
    predictor: one('predictor', 1),
    palette: entries.get(TAGS.palette) ?? [],
    jpegTables: Uint8Array.from(entries.get(TAGS.jpegTables) ?? []),
    ...findPieces(entries, bytes.length, width, height),
  };
}

/** The numbers of the entries that are known, each once; of a list that does not stand in the file nothing is taken. */
function readEntries(view: DataView, little: boolean): Map<number, number[]> {
  const entries = new Map<number, number[]>();
  const first = view.getUint32(4, little);
  if (first + 2 > view.byteLength) throw new ImageError('damaged', 'tiff without a page');
  const count = view.getUint16(first, little);
  for (let at = first + 2; at < first + 2 + count * ENTRY && at + ENTRY <= view.byteLength; at += ENTRY) {
    const tag = view.getUint16(at, little);
    const size = SIZES[view.getUint16(at + 2, little)];
    const values = view.getUint32(at + 4, little);
    if (!size || !WANTED.has(tag) || entries.has(tag) || values > MOST_VALUES) continue;
    const from = values * size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (from + values * size > view.byteLength) continue;
    const read = (index: number) => readNumber(view, from + index * size, size, little);
    entries.set(
      tag,
      Array.from({ length: values }, (_, index) => read(index)),
    );
  }
  return entries;
}

function readNumber(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  return size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}

function findPieces(entries: ReadonlyMap<number, number[]>, size: number, width: number, height: number) {
  const { tileWidth, tileHeight, tiles, tileLengths, strips, stripRows, stripLengths, jpeg, jpegLength } =
    TAGS;
  const tiled = entries.has(tileWidth);
  const pieceWidth = tiled ? (entries.get(tileWidth)?.[0] ?? 0) : width;
  const rows = entries.get(tiled ? tileHeight : stripRows)?.[0] ?? height;
  const pieceHeight = tiled ? rows : Math.min(rows, height);
  if (!(pieceWidth > 0 && pieceHeight > 0)) throw new ImageError('damaged', 'tiff of empty pieces');
  const across = Math.ceil(width / pieceWidth);
  const down = Math.ceil(height / pieceHeight);
  if (Math.max(width, height) > LONGEST || across * pieceWidth * down * pieceHeight > MOST)
    throw new ImageError('too-large', 'too many pixels');
  const places = entries.get(tiled ? tiles : strips) ?? entries.get(jpeg) ?? [];
  const lengths = entries.get(tiled ? tileLengths : stripLengths) ?? entries.get(jpegLength) ?? [];
  const pieces = places.map((at, index) => ({ at, length: Math.min(lengths[index] ?? size, size - at) }));
  if (pieces.length < across * down) throw new ImageError('damaged', 'tiff page is cut');
  // Pieces that share their bytes are as much work as a file of all of them.
  if (pieces.reduce((sum, { length }) => sum + Math.max(0, length), 0) > 2 * size)
    throw new ImageError('damaged', 'tiff of pieces that lie on each other');
  return { pieceWidth, pieceHeight, across, pieces };
}
