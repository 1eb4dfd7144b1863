import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import type { ImagePart } from '../types.ts';

const ENTRY = 12;

/** A TIFF of one or more pages, as scanners and fax programs write them: each page is a picture of its own. */
export const tiff: Format = {
  id: 'tiff',
  mediaType: 'image/tiff',
  matches: ({ head }) => /^(?:II[*+]\0|MM\0[*+])/.test(head),
  *extract({ bytes }, budget) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = view.getUint8(0) === 0x49;
    const pages = findPages(view, little, budget);
    if (pages.length < 2) yield { kind: 'image', bytes, where: 'image' };
    else for (const [index, page] of pages.entries()) yield onePage(bytes, page, little, index + 1);
  },
};

/** Where each page's directory stands. A chain that is cut or turns back on itself ends there. */
function findPages(view: DataView, little: boolean, budget: Budget): number[] {
  const pages: number[] = [];
  let at = view.byteLength > 8 ? view.getUint32(4, little) : 0;
  while (at > 0 && at + 2 <= view.byteLength && !pages.includes(at)) {
    budget.countPage();
    pages.push(at);
    const next = at + 2 + view.getUint16(at, little) * ENTRY;
    at = next + 4 <= view.byteLength ? view.getUint32(next, little) : 0;
  }
  return pages;
}

/** The same file with this page first: readers of pictures show the first. */
function onePage(bytes: Uint8Array, page: number, little: boolean, number: number): ImagePart {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(4, page, little);
  return { kind: 'image', bytes: copy, where: `page:${number}` };
}
