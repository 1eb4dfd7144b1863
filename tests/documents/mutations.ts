import { crc32 } from 'node:zlib';
import { gunzipSync, gzipSync, unzipSync, zipSync } from 'fflate';

/** Draws numbers that are the same for the same seed. */
export class Lot {
  seed: number;

  constructor(seed: number) {
    this.seed = seed >>> 0;
  }

  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return below > 0 ? Math.floor((this.seed / 2 ** 32) * below) : 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  chance(share: number): boolean {
    return this.below(1000) < share * 1000;
  }
}

type Mutate = (bytes: Uint8Array, lot: Lot) => Uint8Array;

/** Numbers that lengths, offsets and counts go wrong at. */
const EDGES = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff,
];

/** What is changed by its own structure, by how it begins (Latin-1). The rest is changed by bytes and by numbers. */
const STRUCTURES: readonly (readonly [RegExp | string, Mutate])[] = [
  ['PK', mutatePackage],
  ['\x1f\x8b', mutateGzip],
  ['7z\xbc\xaf', mutate7z],
  ['Rar!\x1a\x07\x01', mutateRar5],
  ['%PDF', (bytes, lot) => mutateTokens(bytes, lot, /(?<=[\s/<>[\]()])/, PDF_SCRAPS)],
  ['{\\rtf', (bytes, lot) => mutateTokens(bytes, lot, /(?=[\\{}])/, RTF_SCRAPS)],
  [/^\s*(?:\xef\xbb\xbf)?</, (bytes, lot) => mutateTokens(bytes, lot, /(?=<)|(?<=>)/, XML_SCRAPS)],
  [/^[A-Za-z-]+: /, (bytes, lot) => mutateTokens(bytes, lot, /(?<=\n)/, MAIL_SCRAPS)],
  ['\x89PNG', (bytes, lot) => mutateChunks(bytes, lot, 8, false)],
  ['RIFF', (bytes, lot) => mutateChunks(bytes, lot, 12, true)],
  ['\xff\xd8', mutateJpeg],
  [/^(?:II\*|MM\0)/, mutateTiff],
];

const XML_SCRAPS = [
  '<!--',
  ']]>',
  '<![CDATA[',
  '&#x10ffff;',
  '&#0;',
  '<?',
  '<w:txbxContent>',
  '<w:tr>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '<svg>',
  '<table>',
  '<style>',
  ' x="',
];
const RTF_SCRAPS = [
  '{',
  '}',
  '\\u-1?',
  '\\bin99999999 ',
  "\\'",
  '\\fonttbl',
  '{\\*\\',
  '\\object\\objdata 0105',
  '\\ucN99',
];
const PDF_SCRAPS = [
  '<<',
  '>>',
  '[',
  'endobj ',
  'stream\n',
  'endstream ',
  '/Filter/FlateDecode ',
  '/Length 99999999 ',
  '/Kids[1 0 R]',
  '/Parent 1 0 R',
  '99999 0 R ',
  '/Prev 0 ',
  '(',
];
const MAIL_SCRAPS = [
  'Content-Type: multipart/mixed; boundary="x"\n',
  '--x\n',
  '--x--\n',
  '\n',
  'Content-Transfer-Encoding: base64\n',
  'Content-Type: message/rfc822\n\n',
  '=?utf-8?B?////?=\n',
  'begin 644 a\n',
];

/** Changes a file a few times, mostly in ways that its own format lets through to deeper code. */
export function mutate(bytes: Uint8Array, lot: Lot): Uint8Array {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const known = STRUCTURES.find(([wanted]) =>
    typeof wanted === 'string' ? start.startsWith(wanted) : wanted.test(start),
  );
  if (known && lot.chance(0.7)) return known[1](bytes, lot);
  return lot.chance(0.5) ? mutateNumbers(bytes, lot) : mutateBytes(bytes, lot);
}

/** Changes an entry of a package before it is packed again, so that the change is not lost in a broken archive. */
function mutatePackage(bytes: Uint8Array, lot: Lot): Uint8Array {
  try {
    const files = unzipSync(bytes);
    const name = lot.pick(Object.keys(files));
    const changed = mutate(files[name] as Uint8Array, lot);
    return zipSync({ ...files, [lot.chance(0.1) ? `${name}x` : name]: changed }, { level: 1 });
  } catch {
    return mutateNumbers(bytes, lot);
  }
}

function mutateGzip(bytes: Uint8Array, lot: Lot): Uint8Array {
  try {
    return gzipSync(mutate(gunzipSync(bytes), lot), { level: 1 });
  } catch {
    return mutateBytes(bytes, lot);
  }
}

/** Changes the header at the end of a 7z file, with check sums that fit. */
function mutate7z(bytes: Uint8Array, lot: Lot): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = bytes.length < 32 ? bytes.length : 32 + view.getUint32(12, true);
  if (from >= bytes.length) return mutateBytes(bytes, lot);
  const header = lot.chance(0.5)
    ? mutateBytes(bytes.slice(from), lot)
    : mutateNumbers(bytes.slice(from), lot);
  const out = new Uint8Array(from + header.length);
  out.set(bytes.subarray(0, from));
  out.set(header, from);
  const sums = new DataView(out.buffer);
  sums.setUint32(20, header.length, true);
  sums.setUint32(28, crc32(header), true);
  sums.setUint32(8, crc32(out.subarray(12, 32)), true);
  return out;
}

/** Changes a block's fields in a RAR 5 file, with a check sum that fits. Fixtures have blocks shorter than 128 bytes. */
function mutateRar5(bytes: Uint8Array, lot: Lot): Uint8Array {
  const out = bytes.slice();
  const blocks: number[] = [];
  for (let at = 8; at + 6 < out.length && blocks.length < 20; ) {
    const size = out[at + 4] as number;
    if (size >= 0x80 || at + 5 + size > out.length) break;
    blocks.push(at);
    const body = at + 5;
    const data =
      out[body + 1] === 2 ? ((out[body + 2] as number) & 0x7f) + ((out[body + 3] as number) << 7) : 0;
    at = body + size + ((out[body + 2] as number) & 0x80 ? data : data & 0x7f);
  }
  const at = lot.pick(blocks);
  if (at === undefined) return mutateBytes(bytes, lot);
  const size = out[at + 4] as number;
  for (let changes = 1 + lot.below(4); changes > 0; changes--)
    out[at + 5 + lot.below(size)] = lot.chance(0.5) ? lot.below(256) : lot.pick(EDGES) & 0xff;
  const sum = crc32(out.subarray(at + 4, at + 5 + size));
  new DataView(out.buffer).setUint32(at, sum, true);
  return out;
}

/** Repeats, drops and moves whole tokens, changes their numbers, and puts scraps of the format between them. */
function mutateTokens(bytes: Uint8Array, lot: Lot, border: RegExp, scraps: readonly string[]): Uint8Array {
  const tokens = Buffer.from(bytes).toString('latin1').split(border);
  for (let changes = 1 + lot.below(8); changes > 0; changes--) {
    const at = lot.below(tokens.length);
    const token = tokens[at] ?? '';
    const act = lot.below(6);
    if (act === 0) tokens.splice(at, 1);
    else if (act === 1) tokens.splice(at, 0, ...Array(1 + lot.below(300)).fill(token));
    else if (act === 2) tokens.splice(lot.below(tokens.length), 0, token);
    else if (act === 3) tokens[at] = token.replace(/\d+/, String(lot.pick([...EDGES, lot.below(2 ** 31)])));
    else if (act === 4)
      tokens.splice(at, 0, ...Array(1 + lot.below(lot.chance(0.1) ? 3000 : 3)).fill(lot.pick(scraps)));
    else tokens.splice(at, lot.below(20), ...tokens.slice(lot.below(tokens.length)).slice(0, lot.below(20)));
  }
  return new Uint8Array(Buffer.from(tokens.join(''), 'latin1'));
}

/** Repeats, drops and moves chunks (a length, a name, a body), and changes their lengths. */
function mutateChunks(bytes: Uint8Array, lot: Lot, first: number, riff: boolean): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = first; at + 8 <= bytes.length; ) {
    const length = riff ? view.getUint32(at + 4, true) + 8 : view.getUint32(at) + 12;
    chunks.push(bytes.slice(at, at + length));
    at += length + (riff ? length & 1 : 0);
  }
  return rebuild(bytes.subarray(0, first), chunks, lot);
}

/** The same for the segments of a JPEG; what follows the first scan stays one piece. */
function mutateJpeg(bytes: Uint8Array, lot: Lot): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments: Uint8Array[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = view.getUint16(at + 2) + 2;
    segments.push(bytes.slice(at, at + length));
    at += length;
  }
  segments.push(bytes.slice(at));
  return rebuild(bytes.subarray(0, 2), segments, lot);
}

/** Changes the numbers of entries of the first page of a TIFF, mostly their values, and now and then what it names. */
function mutateTiff(bytes: Uint8Array, lot: Lot): Uint8Array {
  const out = lot.chance(0.3) ? mutateBytes(bytes, lot) : bytes.slice();
  const view = new DataView(out.buffer);
  const little = out[0] === 0x49;
  const first = out.length > 8 ? view.getUint32(4, little) : out.length;
  if (first + 2 > out.length) return out;
  const entries = view.getUint16(first, little);
  for (let changes = 1 + lot.below(4); changes > 0; changes--) {
    const at = first + 2 + lot.below(entries) * 12;
    if (at + 12 > out.length) continue;
    const value = lot.chance(0.5) ? lot.pick(EDGES) : lot.below(lot.chance(0.5) ? 64 : out.length);
    const field = lot.pick([0, 2, 4, 8, 8, 8, 8]);
    if (field < 4) view.setUint16(at + field, field === 2 ? lot.below(14) : 254 + lot.below(100), little);
    else view.setUint32(at + field, value, little);
  }
  return out;
}

function rebuild(head: Uint8Array, pieces: Uint8Array[], lot: Lot): Uint8Array {
  for (let changes = 1 + lot.below(4); changes > 0 && pieces.length > 0; changes--) {
    const at = lot.below(pieces.length);
    const piece = pieces[at] as Uint8Array;
    const act = lot.below(4);
    if (act === 0) pieces.splice(at, 1);
    else if (act === 1) pieces.splice(lot.below(pieces.length), 0, ...Array(1 + lot.below(20)).fill(piece));
    else if (act === 2) pieces[at] = mutateNumbers(piece, lot);
    else pieces[at] = mutateBytes(piece, lot);
  }
  return new Uint8Array(Buffer.concat([head, ...pieces]));
}

/** Writes numbers that lengths and offsets go wrong at over two or four bytes, of either order. */
function mutateNumbers(bytes: Uint8Array, lot: Lot): Uint8Array {
  const out = bytes.slice();
  if (out.length < 4) return out;
  const view = new DataView(out.buffer);
  for (let changes = 1 + lot.below(6); changes > 0; changes--) {
    // Heads hold more numbers than bodies.
    const reach = lot.chance(0.5) ? Math.min(out.length, 1024) : out.length;
    const at = lot.below(Math.max(1, reach - 3)) & (lot.chance(0.7) ? ~1 : ~0);
    const near = lot.chance(0.3) ? out.length - lot.below(64) : lot.pick(EDGES);
    if (lot.chance(0.5)) view.setUint32(at, near, lot.chance(0.5));
    else view.setUint16(at, near & 0xffff, lot.chance(0.5));
  }
  return out;
}

function mutateBytes(bytes: Uint8Array, lot: Lot): Uint8Array {
  let changed = bytes.slice();
  for (let changes = 1 + lot.below(10); changes > 0 && changed.length > 0; changes--) {
    const at = lot.below(changed.length);
    const act = lot.below(6);
    if (act === 0) changed[at] = lot.below(256);
    else if (act === 1) changed[at] = lot.pick([0, 1, 0x7f, 0x80, 0xfe, 0xff]);
    else if (act === 2) changed.fill(lot.pick([0, 0xff]), at, at + lot.below(9));
    else if (act === 3) changed = changed.slice(0, at);
    else if (act === 4) changed.copyWithin(lot.below(changed.length), at, at + lot.below(64));
    else
      changed = new Uint8Array(Buffer.concat([changed.subarray(0, at), changed.subarray(lot.below(at + 1))]));
  }
  return changed;
}
