import { crc32 } from 'node:zlib';
import { join, utf8 } from './words.ts';

type Files = Readonly<Record<string, Uint8Array>>;

const u16 = (value: number) => Uint8Array.of(value & 255, (value >> 8) & 255);
const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: number) => join(u32(value), u32(0));

/** A 7z file whose entries are stored as they are. */
export function write7z(files: Files): Uint8Array {
  const names = Object.keys(files);
  const bodies = Object.values(files);
  const data = join(...bodies);
  const utf16 = (text: string) => join(...[...`${text}\0`].map((letter) => u16(letter.charCodeAt(0))));
  const nameBytes = join(Uint8Array.of(0), ...names.map(utf16));
  const header = join(
    Uint8Array.of(0x01, 0x04),
    // One stream, at the start.
    Uint8Array.of(0x06, 0, 1, 0x09, ...number7z(data.length), 0),
    // One folder with one coder: copy.
    Uint8Array.of(0x07, 0x0b, 1, 0, 1, 0x01, 0x00, 0x0c, ...number7z(data.length), 0),
    Uint8Array.of(0x08, 0x0d, bodies.length),
    Uint8Array.of(0x09, ...bodies.slice(0, -1).flatMap((body) => number7z(body.length))),
    Uint8Array.of(0x0a, 1),
    ...bodies.map((body) => u32(crc32(body))),
    Uint8Array.of(0, 0),
    Uint8Array.of(0x05, names.length, 0x11, ...number7z(nameBytes.length)),
    nameBytes,
    Uint8Array.of(0, 0),
  );
  const start = join(u64(data.length), u64(header.length), u32(crc32(header)));
  return join(
    Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4),
    u32(crc32(start)),
    start,
    data,
    header,
  );
}

/** A number below 2²⁸ as 7z writes it: leading ones of the first byte count the bytes that follow. */
function number7z(value: number): number[] {
  if (value < 0x80) return [value];
  if (value < 0x4000) return [0x80 | (value >> 8), value & 255];
  if (value < 0x200000) return [0xc0 | (value >> 16), value & 255, (value >> 8) & 255];
  return [0xe0 | (value >> 24), value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

const vint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...vint(value >>> 7)];

/** One RAR 5 block; `data` follows it. */
function block5(type: number, fields: readonly number[], data?: Uint8Array): Uint8Array {
  const flags = data ? [2, ...vint(data.length)] : [0];
  const body = Uint8Array.of(type, ...flags, ...fields);
  const sized = join(Uint8Array.from(vint(body.length)), body);
  return join(u32(crc32(sized)), sized, data ?? new Uint8Array());
}

/** A RAR 5 file whose entries are stored as they are; `encrypted` puts the header that says all headers are. */
export function writeRar5(files: Files, { encrypted = false } = {}): Uint8Array {
  const start = join(utf8('Rar!\x1a\x07\x01\x00'));
  if (encrypted) {
    const lock = block5(4, [0, 0, 15, ...new Array(16).fill(7)]);
    return join(start, lock, new Uint8Array(200).fill(90));
  }
  const entries = Object.entries(files).map(([name, body]) => {
    const letters = utf8(name);
    const fields = [4, ...vint(body.length), ...vint(0o100644), ...u32(crc32(body))];
    return block5(2, [...fields, 0, 1, ...vint(letters.length), ...letters], body);
  });
  return join(start, block5(1, [0]), ...entries, block5(5, [0]));
}

/** A RAR 4 file whose entries are stored as they are. */
export function writeRar4(files: Files): Uint8Array {
  const block = (body: Uint8Array) => join(u16(crc32(body)), body);
  const entries = Object.entries(files).map(([name, body]) => {
    const letters = utf8(name);
    const head = join(
      Uint8Array.of(0x74),
      u16(0x8000),
      u16(32 + letters.length),
      u32(body.length),
      u32(body.length),
      Uint8Array.of(3),
      u32(crc32(body)),
      u32(0x58210000),
      Uint8Array.of(20, 0x30),
      u16(letters.length),
      u32(0o100644),
      letters,
    );
    return join(block(head), body);
  });
  const archive = block(join(Uint8Array.of(0x73), u16(0), u16(13), new Uint8Array(6)));
  const end = block(join(Uint8Array.of(0x7b), u16(0x4000), u16(7)));
  return join(utf8('Rar!\x1a\x07\x00'), archive, ...entries, end);
}
