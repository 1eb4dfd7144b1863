import { inflateAtMost } from '../../unpacking/inflate.ts';
import { ImageError } from '../types.ts';
import { decodeFax } from './fax.ts';
import { decodeLzw } from './lzw.ts';
import type { TiffPage } from './page.ts';

/** Ways of packing that are read here, by TIFF 6.0 and its supplements; JPEG is a picture of its own. */
const PLAIN = 1;
const FAX_BYTES = 2;
const FAX_T4 = 3;
const FAX_T6 = 4;
const LZW = 5;
const ZIP = 8;
const ZIP_OLD = 32946;
const FAX_WORDS = 32771;
const PACK_BITS = 32773;
const WHITE_IS_ZERO = 0;
const PALETTE = 3;
const CMYK = 5;
const DIFFERENCES = 2;

/**
 * The values of one strip or tile, row after row, each row on whole bytes. What it lacks is paper, as in most viewers.
 * Throws `ImageError` for ways of packing that are not read and for damaged zip streams.
 */
export function unpackPiece(packed: Uint8Array, page: TiffPage): Uint8Array {
  const row = bytesOfRow(page);
  const size = row * page.pieceHeight;
  const unpacked = unpack(page.lastBitFirst ? turnBits(packed) : packed, page, size);
  if (page.predictor === DIFFERENCES) {
    for (let at = 0; at < unpacked.length; at += row) addDifferences(unpacked.subarray(at, at + row), page);
  } else if (page.predictor > DIFFERENCES) throw new ImageError('image-unread', 'tiff of another predictor');
  if (unpacked.length === size) return unpacked;
  const whole = new Uint8Array(size).fill([WHITE_IS_ZERO, PALETTE, CMYK].includes(page.ink) ? 0 : 255);
  whole.set(unpacked);
  return whole;
}

/** Bytes of a row of a strip or tile. */
export function bytesOfRow({ pieceWidth, depth, channels, apart }: TiffPage): number {
  return Math.ceil((pieceWidth * depth * (apart ? 1 : channels)) / 8);
}

function unpack(packed: Uint8Array, page: TiffPage, size: number): Uint8Array {
  const width = page.pieceWidth * (page.apart ? 1 : page.channels) * page.depth;
  switch (page.packing) {
    case PLAIN:
      return page.predictor === DIFFERENCES ? packed.slice(0, size) : packed.subarray(0, size);
    case ZIP:
    case ZIP_OLD:
      return inflate(packed, size);
    case LZW:
      return decodeInto(size, (room) => decodeLzw(packed, room));
    case PACK_BITS:
      return decodeInto(size, (room) => unpackBits(packed, room));
    case FAX_BYTES:
      return decodeInto(size, (room) => decodeFax(packed, 'bytes', width, room));
    case FAX_WORDS:
      return decodeInto(size, (room) => decodeFax(packed, 'words', width, room));
    case FAX_T4:
      return decodeInto(size, (room) => decodeFax(packed, page.fax & 1 ? 't4-2d' : 't4', width, room));
    case FAX_T6:
      return decodeInto(size, (room) => decodeFax(packed, 't6', width, room));
    default:
      throw new ImageError('image-unread', `tiff packed by ${page.packing}`);
  }
}

function decodeInto(size: number, decode: (room: Uint8Array) => number): Uint8Array {
  const room = new Uint8Array(size);
  return room.subarray(0, decode(room));
}

function inflate(packed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateAtMost(packed, size, 'zlib');
  } catch (error) {
    throw new ImageError('damaged', String(error));
  }
}

/** Runs of one byte, and bytes as they are, by TIFF 6.0 section 9. */
function unpackBits(packed: Uint8Array, room: Uint8Array): number {
  let to = 0;
  for (let at = 0; at < packed.length && to < room.length; ) {
    const count = (packed[at++]! << 24) >> 24;
    if (count >= 0) {
      const fits = packed.subarray(at, at + Math.min(count + 1, room.length - to));
      room.set(fits, to);
      to += fits.length;
      at += count + 1;
    } else if (count > -128) {
      room.fill(packed[at++] ?? 0, to, to + 1 - count);
      to += 1 - count;
    }
  }
  return Math.min(to, room.length);
}

/** Each value was written as its difference from the one to the left of it, of the same channel. */
function addDifferences(row: Uint8Array, { depth, channels, apart, little }: TiffPage): void {
  const back = apart ? 1 : channels;
  if (depth === 8) for (let at = back; at < row.length; at++) row[at] = row[at]! + row[at - back]!;
  else if (depth === 16) {
    const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
    for (let at = back * 2; at + 1 < row.length; at += 2)
      view.setUint16(at, view.getUint16(at, little) + view.getUint16(at - back * 2, little), little);
  } else throw new ImageError('image-unread', `tiff of differences of ${depth} bits`);
}

function turnBits(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let turned = ((byte & 0x55) << 1) | ((byte >> 1) & 0x55);
    turned = ((turned & 0x33) << 2) | ((turned >> 2) & 0x33);
    return ((turned & 0x0f) << 4) | (turned >> 4);
  });
}
