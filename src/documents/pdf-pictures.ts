import type { PDFPageProxy } from 'pdfjs-dist';
import { latin1 } from './latin1.ts';

/** Pixels below which a picture cannot hold a stamp's words. */
const NARROWEST = 60;
const LOWEST = 24;
/** Pixels of one picture that pdf.js is asked to decode: a JPEG (A4 at 600 dpi), one in black and white, any other. */
const MOST_PIXELS = { jpeg: 35_000_000, dots: 100_000_000, other: 22_500_000 };
/** Pixels of one picture that is handed on: larger ones are made smaller. */
const MOST_KEPT = 12_000_000;
/** Bytes on either side of the word for a picture in which its size is looked for. */
const AROUND = 600;
const DOTS = /\/BitsPerComponent\s+1\b|\/ImageMask\s+true/;
const JPEG = /\/DCT(?:Decode)?\b/;
/** Pictures of a page that are handed on. */
const MOST = 6;
/** Milliseconds that pdf.js gets to decode one picture. */
const PATIENCE = 10_000;
/** The share of a page that a picture covers when it is the page's own scan. */
const COVERS = 0.3;
/** The upper part of a page, where stamps stand, and the least share of the page's width that counts there. */
const HEADER = 0.42;
const HEADER_WIDTH = 0.08;

/** A picture as pdf.js decodes it: one bit a pixel (1), three bytes (2) or four (3); masks say no kind and have one bit. */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly kind?: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

type Codes = Readonly<
  Record<
    | 'save'
    | 'restore'
    | 'transform'
    | 'paintFormXObjectBegin'
    | 'paintFormXObjectEnd'
    | 'paintImageXObject'
    | 'paintImageMaskXObject',
    number
  >
>;

export interface PagePictures {
  /** BMP files in the order they are painted. */
  readonly pictures: readonly Uint8Array[];
  /** A picture that counts could not be decoded. */
  readonly unread: boolean;
}

/**
 * The pictures of a page. `all` is false for a page with text of its own: then only those count that cover much of it
 * or stand in its header zone.
 */
export async function readPagePictures(
  page: PDFPageProxy,
  codes: Codes,
  { all }: { readonly all: boolean },
): Promise<PagePictures> {
  const pictures: Uint8Array[] = [];
  let unread = false;
  for (const { name, box, width, height } of await paintedPictures(page, codes)) {
    if (pictures.length >= MOST) break;
    if (width < NARROWEST || height < LOWEST) continue;
    if (!all && !matters(box)) continue;
    const decoded = await decodedPicture(page, name);
    const bitmap = decoded && toBitmap(decoded);
    if (bitmap) pictures.push(bitmap);
    else unread = true;
  }
  return { pictures, unread };
}

export interface Survey {
  /** Some picture of the file may hold words. */
  readonly any: boolean;
  /** One has more pixels than are decoded. */
  readonly tooLarge: boolean;
  /** The most pixels that a picture of this file may have. */
  readonly most: number;
}

export function surveyPictures(bytes: Uint8Array): Survey {
  let any = false;
  let largest = 0;
  let most = MOST_PIXELS.dots;
  for (let at = bytes.indexOf(0x2f); at >= 0; at = bytes.indexOf(0x2f, at + 1)) {
    // "/Image" and not "/ImageB" of a procedure set.
    if (bytes[at + 1] !== 0x49 || latin1(bytes.subarray(at, at + 6)) !== '/Image') continue;
    const around = latin1(bytes.subarray(Math.max(0, at - AROUND), at + AROUND));
    const sides = (key: string) =>
      [...around.matchAll(new RegExp(`/${key}\\s+(\\d{1,7})\\b`, 'g'))].map(([, side]) => Number(side));
    const width = Math.max(0, ...sides('Width'));
    const height = Math.max(0, ...sides('Height'));
    const pixels = width * height;
    // A size that is not written here may be written elsewhere.
    if (pixels === 0 || (width >= NARROWEST && height >= LOWEST)) any = true;
    const limit = MOST_PIXELS[DOTS.test(around) ? 'dots' : JPEG.test(around) ? 'jpeg' : 'other'];
    if (pixels === 0 || pixels > limit) most = Math.min(most, limit);
    largest = Math.max(largest, pixels);
    // What is nearer has just been looked around: a file of nothing but pictures is read twice, not a hundred times.
    at += AROUND;
  }
  return { any, tooLarge: largest > most, most };
}

/** The box of a picture as shares of its page, from the top left. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Painted {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly box: Box;
}

function matters({ left, top, right, bottom }: Box): boolean {
  const width = Math.min(1, right) - Math.max(0, left);
  const height = Math.min(1, bottom) - Math.max(0, top);
  if (width <= 0 || height <= 0) return false;
  return width * height >= COVERS || (top < HEADER && width >= HEADER_WIDTH);
}

type Matrix = readonly number[];

async function paintedPictures(page: PDFPageProxy, codes: Codes): Promise<Painted[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const { width, height, transform } = page.getViewport({ scale: 1 });
  const stack: Matrix[] = [];
  let matrix: Matrix = transform;
  const out: Painted[] = [];
  for (const [index, code] of fnArray.entries()) {
    const args = argsArray[index] as unknown[] | null;
    if (code === codes.save) stack.push(matrix);
    else if (code === codes.restore || code === codes.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    else if (code === codes.transform) matrix = multiply(matrix, args as number[]);
    else if (code === codes.paintFormXObjectBegin) {
      stack.push(matrix);
      if (Array.isArray(args?.[0])) matrix = multiply(matrix, args[0] as number[]);
    } else if (code === codes.paintImageXObject || code === codes.paintImageMaskXObject) {
      const picture = pictureOf(args);
      if (picture) out.push({ ...picture, box: boxOf(matrix, width, height) });
    }
  }
  return out;
}

/** Pictures are painted as name, width, height; masks as one object, whose data is a name. */
function pictureOf(args: unknown[] | null): Omit<Painted, 'box'> | null {
  const [first, width, height] = args ?? [];
  if (typeof first === 'string') return { name: first, width: Number(width), height: Number(height) };
  const mask = first as { data?: unknown; width?: unknown; height?: unknown } | undefined;
  if (typeof mask?.data !== 'string') return null;
  return { name: mask.data, width: Number(mask.width), height: Number(mask.height) };
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const [a0 = 1, a1 = 0, a2 = 0, a3 = 1, a4 = 0, a5 = 0] = a;
  const [b0 = 1, b1 = 0, b2 = 0, b3 = 1, b4 = 0, b5 = 0] = b;
  return [
    a0 * b0 + a2 * b1,
    a1 * b0 + a3 * b1,
    a0 * b2 + a2 * b3,
    a1 * b2 + a3 * b3,
    a0 * b4 + a2 * b5 + a4,
    a1 * b4 + a3 * b5 + a5,
  ];
}

/** A picture is painted on the square from 0 to 1. */
function boxOf([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: Matrix, width: number, height: number): Box {
  const xs = [e, e + a, e + c, e + a + c];
  const ys = [f, f + b, f + d, f + b + d];
  return {
    left: Math.min(...xs) / width,
    right: Math.max(...xs) / width,
    top: Math.min(...ys) / height,
    bottom: Math.max(...ys) / height,
  };
}

/** Pictures used on several pages live with the document, the others with the page. */
function decodedPicture(page: PDFPageProxy, name: string): Promise<Decoded | null> {
  const objects = name.startsWith('g_') ? page.commonObjs : page.objs;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE);
    objects.get(name, (decoded: Decoded | null) => {
      clearTimeout(timer);
      resolve(decoded);
    });
  });
}

/** A BMP of 24 bits; a picture with too many pixels is made smaller by whole steps. */
function toBitmap({ width, height, kind = 1, data }: Decoded): Uint8Array | null {
  if (!data || kind < 1 || kind > 3) return null;
  const step = Math.ceil(Math.sqrt((width * height) / MOST_KEPT));
  const wide = Math.floor(width / step);
  const high = Math.floor(height / step);
  const { out, row } = emptyBitmap(wide, high);
  const bits = (width + 7) >> 3;
  const bytes = kind === 3 ? 4 : 3;
  for (let y = 0; y < high; y++) {
    const line = y * step;
    for (let x = 0, to = 54 + y * row; x < wide; x++, to += 3) {
      const column = x * step;
      if (kind === 1) {
        const white = (data[line * bits + (column >> 3)]! >> (7 - (column & 7))) & 1;
        out[to] = out[to + 1] = out[to + 2] = white ? 255 : 0;
      } else {
        const from = (line * width + column) * bytes;
        out[to] = data[from + 2]!;
        out[to + 1] = data[from + 1]!;
        out[to + 2] = data[from]!;
      }
    }
  }
  return out;
}

function emptyBitmap(width: number, height: number): { out: Uint8Array; row: number } {
  const row = (width * 3 + 3) & ~3;
  const out = new Uint8Array(54 + row * height);
  const view = new DataView(out.buffer);
  view.setUint16(0, 0x424d);
  view.setUint32(2, out.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  return { out, row };
}
