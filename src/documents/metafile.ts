import { decodeWestern } from './text-encoding.ts';
import { DocumentError, type Part } from './types.ts';

const EMF_TEXT_WIDE = 84;
const EMF_TEXT_NARROW = 83;
const EMF_END = 14;
/** Records that draw pictures of points. */
const EMF_PICTURES = new Set([76, 77, 80, 81, 114, 116]);
const WMF_TEXT = 0x0521;
const WMF_TEXT_PLACED = 0x0a32;
const WMF_PICTURES = new Set([0x0940, 0x0b41, 0x0f43, 0x0d33]);

/** The words of one record, or that it draws a picture. */
export interface Drawn {
  readonly text?: string;
  readonly picture?: boolean;
}

/** The parts of a metafile from its records. */
export function* metafileParts(bytes: Uint8Array, records: Iterable<Drawn>): Generator<Part> {
  const texts: string[] = [];
  let picture = false;
  for (const record of records) {
    if (record.text) texts.push(record.text);
    if (record.picture) picture = true;
  }
  const text = texts.join('\n');
  if (text.trim() !== '') yield { kind: 'text', text, place: 'box', where: 'text' };
  if (picture) yield { kind: 'image', bytes, where: 'image' };
}

/** Throws `damaged` on a record that is cut, as `wmfRecords` does. */
export function* emfRecords(bytes: Uint8Array): Generator<Drawn> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const type = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    if (size < 8 || at + size > bytes.length) throw new DocumentError('damaged', 'a metafile record is cut');
    if (type === EMF_END) return;
    if (EMF_PICTURES.has(type)) yield { picture: true };
    if ((type === EMF_TEXT_WIDE || type === EMF_TEXT_NARROW) && size >= 52) {
      const from = at + view.getUint32(at + 48, true);
      const letters = view.getUint32(at + 44, true);
      const wide = type === EMF_TEXT_WIDE;
      const text = bytes.subarray(from, Math.min(at + size, from + letters * (wide ? 2 : 1)));
      yield { text: wide ? new TextDecoder('utf-16le').decode(text) : decodeWestern(text) };
    }
    at += size;
  }
  throw new DocumentError('damaged', 'the metafile has no end');
}

export function* wmfRecords(bytes: Uint8Array): Generator<Drawn> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A placeable metafile has a head of its own before the usual one.
  const start = (bytes[0] === 0xd7 ? 22 : 0) + 18;
  for (let at = start; at + 6 <= bytes.length; ) {
    const size = view.getUint32(at, true) * 2;
    const type = view.getUint16(at + 4, true);
    if (type === 0) return;
    if (size < 6 || at + size > bytes.length) throw new DocumentError('damaged', 'a metafile record is cut');
    if (WMF_PICTURES.has(type)) yield { picture: true };
    if (type === WMF_TEXT)
      yield { text: decodeWestern(bytes.subarray(at + 8, at + 8 + view.getUint16(at + 6, true))) };
    if (type === WMF_TEXT_PLACED && size >= 14) {
      const clipped = (view.getUint16(at + 12, true) & 6) !== 0;
      const from = at + (clipped ? 22 : 14);
      yield {
        text: decodeWestern(bytes.subarray(from, Math.min(at + size, from + view.getUint16(at + 10, true)))),
      };
    }
    at += size;
  }
  throw new DocumentError('damaged', 'the metafile has no end');
}
