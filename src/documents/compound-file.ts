import type { Budget } from './budget.ts';
import { DocumentError } from './types.ts';
import { concat } from './zip.ts';

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Sector numbers above this mean "end", "free" and the like. */
const LAST_SECTOR = 0xfffffffa;
const ENTRY = 128;
/** Folders in folders, far more than any reader goes down into. */
const DEEPEST = 500;

/** A storage ("folder") of a compound file. */
export interface Storage {
  readonly name: string;
  readonly storages: readonly Storage[];
  readonly streamNames: readonly string[];
  has(stream: string): boolean;
  /** The bytes of a stream; null when there is none. Throws `damaged` on a broken chain. */
  read(stream: string): Uint8Array | null;
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

export function startsAsCompound(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * Opens an OLE compound file (MS-CFB). No chain is followed longer than the file has sectors, so a chain that bites its
 * tail ends. Throws `damaged`.
 */
export function openCompound(bytes: Uint8Array): Storage {
  return new CompoundFile(bytes).root();
}

class CompoundFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sectorSize: number;
  readonly #fat: Uint32Array;
  readonly #miniFat: Uint32Array;
  readonly #miniCutoff: number;
  readonly #miniStream: Uint8Array;
  readonly #entries: readonly Entry[];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 1536) throw damaged('no room for one sector');
    const shift = this.#view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw damaged(`sectors of 2^${shift} bytes`);
    this.#sectorSize = 1 << shift;
    this.#miniCutoff = this.#view.getUint32(56, true);
    this.#fat = this.#readFat();
    const directory = this.#chain(this.#view.getUint32(48, true));
    this.#entries = readEntries(directory, this.#sectorSize);
    const root = this.#entries[0];
    if (root?.type !== 5) throw damaged('no root entry');
    this.#miniFat = words(this.#chain(this.#view.getUint32(60, true)));
    this.#miniStream = root.start > LAST_SECTOR ? new Uint8Array() : this.#chain(root.start, root.size);
  }

  root(): Storage {
    return this.#storage(0, new Set([0]), 0);
  }

  /** Each entry belongs to one folder: `seen` is shared by all, so that folders that share their children end. */
  #storage(index: number, seen: Set<number>, depth: number): Storage {
    if (depth > DEEPEST) throw damaged('folders nested far too deep');
    const entry = this.#entries[index] as Entry;
    const children = this.#siblings(entry.child, seen);
    const streams = new Map<string, Entry>();
    const storages: Storage[] = [];
    for (const child of children) {
      const one = this.#entries[child] as Entry;
      if (one.type === 2) streams.set(one.name, one);
      else if (one.type === 1) storages.push(this.#storage(child, seen, depth + 1));
    }
    return {
      name: entry.name,
      storages,
      streamNames: [...streams.keys()],
      has: (stream) => streams.has(stream),
      read: (stream) => {
        const found = streams.get(stream);
        return found ? this.#stream(found) : null;
      },
    };
  }

  /** All entries of one folder; they stand in a binary tree. Each entry is taken once, so a tree with a ring ends. */
  #siblings(first: number, seen: Set<number>): number[] {
    const found: number[] = [];
    const waiting = [first];
    while (waiting.length > 0) {
      const index = waiting.pop() as number;
      const entry = this.#entries[index];
      if (!entry || entry.type === 0 || seen.has(index)) continue;
      seen.add(index);
      found.push(index);
      waiting.push(entry.left, entry.right);
    }
    return found;
  }

  #stream(entry: Entry): Uint8Array {
    if (entry.size === 0) return new Uint8Array();
    if (entry.size >= this.#miniCutoff) return this.#chain(entry.start, entry.size);
    const out = new Uint8Array(Math.min(entry.size, this.#miniStream.length));
    let at = 0;
    for (let sector = entry.start; at < out.length; sector = this.#miniFat[sector] ?? LAST_SECTOR + 1) {
      const piece = this.#miniStream.subarray(sector * 64, sector * 64 + Math.min(64, out.length - at));
      if (sector > LAST_SECTOR || piece.length === 0) throw damaged('a short stream is cut');
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  /** Bytes of a chain of sectors; without a size, all of it. Sectors that lie one behind the other are taken as one. */
  #chain(start: number, size = Number.POSITIVE_INFINITY): Uint8Array {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let sector = start; sector <= LAST_SECTOR && length < size; ) {
      const first = sector;
      let sectors = 0;
      do {
        sectors += 1;
        sector = this.#fat[sector] ?? LAST_SECTOR + 1;
      } while (sector === first + sectors && length + sectors * this.#sectorSize < size);
      const at = (first + 1) * this.#sectorSize;
      const piece = this.#bytes.subarray(at, at + sectors * this.#sectorSize);
      // Only the last sector of a file may be shorter than the others.
      if (piece.length <= (sectors - 1) * this.#sectorSize) throw damaged('a chain leaves the file');
      pieces.push(piece);
      length += piece.length;
      if (length > this.#bytes.length) throw damaged('a chain bites its tail');
    }
    if (size !== Number.POSITIVE_INFINITY && length < size) throw damaged('a stream is cut');
    return concat(pieces).subarray(0, size);
  }

  #readFat(): Uint32Array {
    const sectors: number[] = [];
    for (let at = 76; at < 512; at += 4) sectors.push(this.#view.getUint32(at, true));
    const limit = this.#bytes.length / this.#sectorSize;
    let next = this.#view.getUint32(68, true);
    for (let count = 0; next <= LAST_SECTOR && count < limit; count++) {
      const list = words(this.#sector(next));
      sectors.push(...list.subarray(0, -1));
      next = list.at(-1) ?? LAST_SECTOR + 1;
    }
    const used = sectors.filter((sector) => sector <= LAST_SECTOR).slice(0, limit);
    const fat = new Uint32Array(used.length * (this.#sectorSize / 4)).fill(0xffffffff);
    for (const [index, sector] of used.entries()) {
      fat.set(words(this.#sector(sector)), index * (this.#sectorSize / 4));
    }
    return fat;
  }

  #sector(number: number): Uint8Array {
    const at = (number + 1) * this.#sectorSize;
    const sector = this.#bytes.subarray(at, at + this.#sectorSize);
    if (sector.length === 0) throw damaged('a table leaves the file');
    return sector;
  }
}

function words(bytes: Uint8Array): Uint32Array {
  const whole = new Uint8Array(bytes.subarray(0, bytes.length & ~3));
  return new Uint32Array(whole.buffer, 0, whole.length / 4);
}

function readEntries(directory: Uint8Array, sectorSize: number): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const nameBytes = Math.min(64, view.getUint16(at + 64, true));
    const name = new TextDecoder('utf-16le').decode(directory.subarray(at, at + Math.max(0, nameBytes - 2)));
    // The upper half of a size means nothing in files with small sectors, and some writers leave rubbish there.
    const upper = sectorSize === 512 ? 0 : view.getUint32(at + 124, true);
    entries.push({
      name,
      type: directory[at + 66] as number,
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: view.getUint32(at + 76, true),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true) + upper * 2 ** 32,
    });
  }
  return entries;
}

function damaged(detail: string): DocumentError {
  return new DocumentError('damaged', `compound file: ${detail}`);
}

/** Reads a stream that a document cannot be without, counting its bytes as unpacked ones. Throws `damaged`. */
export function requireStream(storage: Storage, name: string, budget: Budget): Uint8Array {
  const bytes = storage.read(name);
  if (!bytes) throw damaged(`no stream ${name}`);
  budget.countUnpacked(bytes.length, bytes.length, bytes.length);
  return bytes;
}
