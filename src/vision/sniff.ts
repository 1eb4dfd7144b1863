import { ImageError } from './types.ts';

/** Times that a JPEG is gone over: programs write some ten. Each may cost a second of a large one and take 60 bytes. */
const MOST_SCANS = 64;

export type ImageKind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'tiff' | 'heic' | 'avif';

/** What a picture's first bytes say; sizes in pixels, 0 when they do not say. */
export interface ImageHeader {
  readonly kind: ImageKind;
  readonly width: number;
  readonly height: number;
}

/** Reads the kind and the size of a picture without decoding it; null when it is none that is known. */
export function sniff(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (view.getUint32(0) === 0x89504e47) {
    if (bytes.length < 24) throw new ImageError('damaged', 'png without a header');
    return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (view.getUint16(0) === 0xffd8) return sniffJpeg(bytes, view);
  if (word(0) === 'GIF8')
    return { kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (view.getUint16(0) === 0x424d && bytes.length > 26) {
    return { kind: 'bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  }
  if (word(0) === 'RIFF' && word(8) === 'WEBP') return sniffWebp(bytes, view, word(12));
  const tiff = view.getUint32(0);
  if (tiff === 0x49492a00 || tiff === 0x4d4d002a) return { kind: 'tiff', width: 0, height: 0 };
  if (word(4) === 'ftyp') {
    const brand = word(8);
    if (brand.startsWith('avi')) return { kind: 'avif', width: 0, height: 0 };
    if (/^(hei|hev|mif|msf)/.test(brand)) return { kind: 'heic', width: 0, height: 0 };
  }
  return null;
}

/** Numbers that a JPEG is made of, of all its colours, as its frame header says. */
export function samplesOfJpeg(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = findFrame(bytes, view);
  const colours = Array.from({ length: bytes[at + 9] ?? 0 }, (_, colour) => bytes[at + 11 + colour * 3] ?? 0);
  const across = colours.map((steps) => steps >> 4);
  const down = colours.map((steps) => steps & 15);
  const share = colours.reduce((sum, _, colour) => sum + across[colour]! * down[colour]!, 0);
  const pixels = view.getUint16(at + 5) * view.getUint16(at + 7);
  return (pixels * share) / Math.max(1, Math.max(...across) * Math.max(...down));
}

function sniffJpeg(bytes: Uint8Array, view: DataView): ImageHeader {
  const at = findFrame(bytes, view);
  // A decoder makes room for what is said here before it reads any of it.
  if (bytes[at + 9]! > 4) throw new ImageError('damaged', 'jpeg of more colours than there are');
  if (countScans(bytes) > MOST_SCANS) throw new ImageError('too-large', 'jpeg of too many scans');
  return { kind: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
}

/** By their heads: a marker, a length and one to four colours. Decoders do not look at the length. */
function countScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 4 < bytes.length; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === 0xda && bytes[at + 4]! <= 4) scans++;
  return scans;
}

/** Walks the markers up to the frame header. */
function findFrame(bytes: Uint8Array, view: DataView): number {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return at;
    at += 2 + view.getUint16(at + 2);
  }
  throw new ImageError('damaged', 'jpeg without a frame');
}

function sniffWebp(bytes: Uint8Array, view: DataView, chunk: string): ImageHeader {
  if (bytes.length < 30) throw new ImageError('damaged', 'webp without a header');
  if (chunk === 'VP8X') {
    const three = (at: number) => view.getUint16(at, true) + (bytes[at + 2]! << 16) + 1;
    return { kind: 'webp', width: three(24), height: three(27) };
  }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return {
    kind: 'webp',
    width: view.getUint16(26, true) & 0x3fff,
    height: view.getUint16(28, true) & 0x3fff,
  };
}
