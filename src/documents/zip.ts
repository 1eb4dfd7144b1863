import { type FlateStreamHandler, Inflate } from 'fflate';
import type { Budget } from './budget.ts';
import { DocumentError } from './types.ts';

/**
 * Packed bytes given to the inflater at once; one step makes at most about a thousand times as many. Each leaves several
 * times what it makes behind, and browsers are slow to take back large pieces: with steps of 32 kB a workbook of 100 MB took
 * 60 MB more.
 */
const STEP = 4 * 1024;
/** The first step: enough for the head of a document, which may end the scan. */
const FIRST_STEP = 2 * 1024;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
/** An end-of-directory record and the longest comment behind it. */
const TAIL = 22 + 0xffff;

export interface ZipEntry {
  /** Place in the directory, from 1. */
  readonly index: number;
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  /** Bytes the directory claims; only a hint. */
  readonly claimed: number;
  readonly offset: number;
}

export class Zip {
  readonly entries: readonly ZipEntry[];
  readonly #bytes: Uint8Array;
  readonly #names: ReadonlyMap<string, ZipEntry>;

  constructor(bytes: Uint8Array, entries: readonly ZipEntry[]) {
    this.#bytes = bytes;
    this.entries = entries;
    this.#names = new Map(entries.map((entry) => [entry.name, entry]));
  }

  find(name: string): ZipEntry | undefined {
    return this.#names.get(name);
  }

  /** The bytes of an entry as they are packed. Throws `encrypted`, `damaged`. */
  protected packed(entry: ZipEntry): Uint8Array {
    return packedBytes(this.#bytes, entry);
  }

  /** Unpacks an entry piece by piece. Throws `encrypted`, `unknown-format` (packing method), `damaged`, `bomb`. */
  *unpack(entry: ZipEntry, budget: Budget): Generator<Uint8Array> {
    const packed = this.packed(entry);
    if (entry.method === 0) {
      budget.countUnpacked(packed.length, packed.length, packed.length);
      yield packed;
      return;
    }
    if (entry.method !== 8) throw new DocumentError('unknown-format', `packing method ${entry.method}`);
    yield* inflate(packed, new Inflate(), budget);
  }

  /** An entry as one array. */
  read(entry: ZipEntry, budget: Budget): Uint8Array {
    return concat([...this.unpack(entry, budget)]);
  }
}

interface Inflater {
  ondata: FlateStreamHandler;
  push(chunk: Uint8Array, final?: boolean): void;
}

/** Runs a fflate stream over packed bytes within the budget. Throws `damaged` when the stream is cut or wrong. */
export function* inflate(packed: Uint8Array, inflater: Inflater, budget: Budget): Generator<Uint8Array> {
  let fresh: Uint8Array[] = [];
  let total = 0;
  inflater.ondata = (data) => {
    if (data.length > 0) fresh.push(data);
  };
  for (let at = 0, step = FIRST_STEP; at < packed.length || at === 0; at += step) {
    if (at > 0) step = Math.min(STEP, at);
    // A stream may go on without making anything.
    budget.checkTime();
    const end = Math.min(packed.length, at + step);
    try {
      inflater.push(packed.subarray(at, end), end === packed.length);
    } catch (error) {
      throw new DocumentError('damaged', `unpacking failed: ${String(error)}`);
    }
    const pieces = fresh;
    fresh = [];
    for (const piece of pieces) {
      total += piece.length;
      budget.countUnpacked(piece.length, total, packed.length);
      yield piece;
    }
  }
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.encrypted) throw new DocumentError('encrypted', 'an entry is encrypted');
  const view = viewOf(bytes);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL_HEADER) {
    throw new DocumentError('damaged', 'an entry has no local header');
  }
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packed > bytes.length) throw new DocumentError('damaged', 'an entry is cut');
  return bytes.subarray(start, start + entry.packed);
}

/** True for bytes that begin as a ZIP file, also an empty or split one. */
export function startsAsZip(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return bytes[3] === (bytes[2] ?? 0) + 1 && [3, 5, 7].includes(bytes[2] as number);
}

/** Reads the directory at the end of a ZIP file; null when there is none or it is cut. */
export function openZip(bytes: Uint8Array, Kind = Zip): Zip | null {
  const end = findEnd(bytes);
  if (!end) return null;
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = end.start;
  for (let index = 1; index <= end.count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const sizes = widen(
      extra,
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    );
    entries.push({
      index,
      name: decodeName(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      ...sizes,
      offset: sizes.offset + end.shift,
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return new Kind(bytes, entries);
}

/** `shift` is what stands before the archive (a self-unpacking program, a stray byte): offsets do not count it. */
function findEnd(bytes: Uint8Array): { start: number; count: number; shift: number } | null {
  const view = viewOf(bytes);
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - TAIL; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    let count = view.getUint16(at + 10, true);
    let size = view.getUint32(at + 12, true);
    let offset = view.getUint32(at + 16, true);
    let behind = at;
    if (at >= 20 && view.getUint32(at - 20, true) === ZIP64_LOCATOR) {
      const wide = Number(view.getBigUint64(at - 12, true));
      if (wide + 56 <= bytes.length && view.getUint32(wide, true) === ZIP64_END) {
        count = Number(view.getBigUint64(wide + 32, true));
        size = Number(view.getBigUint64(wide + 40, true));
        offset = Number(view.getBigUint64(wide + 48, true));
        behind = wide;
      }
    }
    const start = behind - size;
    if (start < 0 || start < offset) continue;
    return { start, count, shift: start - offset };
  }
  return null;
}

/** Takes 64-bit sizes from the extra field where the 32-bit ones are full. */
function widen(extra: Uint8Array, claimed: number, packed: number, offset: number) {
  const result = { claimed, packed, offset };
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    for (const key of ['claimed', 'packed', 'offset'] as const) {
      if (result[key] !== 0xffffffff || from + 8 > extra.length) continue;
      result[key] = Number(view.getBigUint64(from, true));
      from += 8;
    }
  }
  return result;
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
