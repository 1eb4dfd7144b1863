import type { PDFPageProxy } from 'pdfjs-dist';

/** Pixels below which a picture cannot hold a stamp's words. */
const NARROWEST = 60;
const LOWEST = 24;
/** Pictures of a page that are handed on. */
const MOST = 6;
/** Milliseconds that pdf.js gets to decode one picture. */
const PATIENCE = 10_000;

/** A picture as pdf.js decodes it: one bit a pixel (1), three bytes (2) or four (3). */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** The pictures of a page, as BMP files, in the order they are painted. */
export async function readPagePictures(
  page: PDFPageProxy,
  ops: { readonly paintImageXObject: number },
): Promise<Uint8Array[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const out: Uint8Array[] = [];
  for (let i = 0; i < fnArray.length && out.length < MOST; i++) {
    if (fnArray[i] !== ops.paintImageXObject) continue;
    const [name, width, height] = argsArray[i] as [string, number, number];
    if (width < NARROWEST || height < LOWEST) continue;
    const decoded = await decodedPicture(page, name);
    const bitmap = decoded && toBitmap(decoded);
    if (bitmap) out.push(bitmap);
  }
  return out;
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

function toBitmap({ width, height, kind, data }: Decoded): Uint8Array | null {
  if (!data || kind < 1 || kind > 3) return null;
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
  const bits = (width + 7) >> 3;
  const step = kind === 3 ? 4 : 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0, to = 54 + y * row; x < width; x++, to += 3) {
      if (kind === 1) {
        const value = (data[y * bits + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0;
        out.fill(value, to, to + 3);
      } else {
        const from = (y * width + x) * step;
        out[to] = data[from + 2]!;
        out[to + 1] = data[from + 1]!;
        out[to + 2] = data[from]!;
      }
    }
  }
  return out;
}
