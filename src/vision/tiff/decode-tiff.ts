import { turn } from '../orientation.ts';
import { sniff } from '../sniff.ts';
import { ImageError, type Pixels } from '../types.ts';
import { joinJpeg } from './jpeg-piece.ts';
import { type Piece, readPage, type TiffPage } from './page.ts';
import { painterOf, readerOfRow } from './paint.ts';
import { bytesOfRow, unpackPiece } from './unpack.ts';

/** Bytes that a page and a strip of it may take while it is decoded. */
const MOST_BYTES = 252_000_000;
const JPEG_OLD = 6;
const JPEG = 7;

/** Decodes a JPEG that stands in a page; a large one may come smaller. */
type ReadJpeg = (jpeg: Uint8Array) => Pixels | Promise<Pixels>;

/**
 * Decodes the first page of a TIFF: plain, fax groups 3 and 4, LZW, zip, PackBits and JPEG, in strips or tiles. Rejects with
 * an `ImageError`: `image-unread` for what is packed or coloured in other ways.
 */
export async function decodeTiff(bytes: Uint8Array, readJpeg: ReadJpeg): Promise<Pixels> {
  const page = readPage(bytes);
  const packed = (piece: Piece | undefined) => {
    if (!piece || piece.length <= 0) throw new ImageError('damaged', 'tiff page is cut');
    return bytes.subarray(piece.at, piece.at + piece.length);
  };
  const jpeg = page.packing === JPEG || page.packing === JPEG_OLD;
  if (jpeg && page.pieces.length === 1)
    return turn(await readJpeg(joinJpeg(packed(page.pieces[0]), page)), page.orientation);
  const pixels = page.width * page.height;
  const kept = page.orientation > 1 ? 8 * pixels : 4 * pixels;
  if (kept + bytesOfRow(page) * page.pieceHeight > MOST_BYTES)
    throw new ImageError('too-large', 'too many pixels');
  const data = new Uint8Array(pixels * 4);
  if (jpeg) await placeJpegs(page, packed, data, readJpeg);
  else placePieces(page, packed, data);
  return turn({ width: page.width, height: page.height, data }, page.orientation);
}

type PackedOf = (piece: Piece | undefined) => Uint8Array;

function placePieces(page: TiffPage, packed: PackedOf, data: Uint8Array): void {
  const paint = painterOf(page);
  const places = placesOf(page);
  for (const [index, { left, top, width, height }] of places.entries()) {
    const channels = Array.from({ length: page.apart ? page.channels : 1 }, (_, channel) =>
      unpackPiece(packed(page.pieces[index + channel * places.length]), page),
    );
    for (let y = 0; y < height; y++)
      paint(readerOfRow(channels, page, y), width, data, ((top + y) * page.width + left) * 4);
  }
}

async function placeJpegs(page: TiffPage, packed: PackedOf, data: Uint8Array, readJpeg: ReadJpeg) {
  for (const [index, { left, top, width, height }] of placesOf(page).entries()) {
    const jpeg = joinJpeg(packed(page.pieces[index]), page);
    const said = sniff(jpeg);
    if (!said || said.width > page.pieceWidth || said.height > page.pieceHeight)
      throw new ImageError('damaged', 'tiff of a jpeg that is larger than its place');
    const piece = await readJpeg(jpeg);
    if (piece.width < said.width) throw new ImageError('too-large', 'tiff of very large jpegs');
    const across = Math.min(width, piece.width);
    for (let y = 0; y < Math.min(height, piece.height); y++) {
      const row = piece.data.subarray(y * piece.width * 4, (y * piece.width + across) * 4);
      data.set(row, ((top + y) * page.width + left) * 4);
    }
  }
}

/** Where each strip or tile is seen on the page. */
function placesOf({ width, height, pieceWidth, pieceHeight, across }: TiffPage) {
  const down = Math.ceil(height / pieceHeight);
  return Array.from({ length: across * down }, (_, index) => {
    const left = (index % across) * pieceWidth;
    const top = Math.floor(index / across) * pieceHeight;
    return {
      left,
      top,
      width: Math.min(pieceWidth, width - left),
      height: Math.min(pieceHeight, height - top),
    };
  });
}
