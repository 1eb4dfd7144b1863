const SECTOR = 512;
const NONE = 0xffffffff;

export interface OleEntry {
  readonly name: string;
  /** 1 a folder, 2 a stream, 5 the root. */
  readonly type: 1 | 2 | 5;
  readonly left?: number;
  readonly right?: number;
  readonly child?: number;
  readonly start?: number;
  readonly size?: number;
}

/**
 * A compound file whose directory is given entry by entry, with what no writer would write. Its sectors: the tables, the
 * directory, then `data` sectors whose chain is given: each number is the sector behind it in `data`.
 */
export function writeOle(
  entries: readonly OleEntry[],
  chain: readonly number[] = [],
  miniFat = NONE,
): Uint8Array {
  const directory = Math.ceil(entries.length / 4);
  let tables = 1;
  while (tables * 128 < tables + directory + chain.length) tables += 1;
  if (tables > 109) throw new Error('too large for this writer');
  const bytes = new Uint8Array((1 + tables + directory + chain.length) * SECTOR);
  const view = new DataView(bytes.buffer);
  const put = (at: number, value: number) => view.setUint32(at, value >>> 0, true);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.set([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0], 24);
  put(44, tables);
  put(48, tables);
  put(56, 4096);
  put(60, miniFat === NONE ? 0xfffffffe : tables + directory + miniFat);
  put(68, 0xfffffffe);
  for (let index = 0; index < 109; index++) put(76 + 4 * index, index < tables ? index : NONE);
  const data = tables + directory;
  for (let sector = 0; sector < tables * 128; sector++) put(SECTOR + 4 * sector, next(sector));
  for (const [index, entry] of entries.entries())
    putEntry(put, bytes, (tables + 1) * SECTOR + index * 128, entry, data);
  return bytes;

  function next(sector: number): number {
    if (sector < tables) return 0xfffffffd;
    if (sector < data) return sector + 1 < data ? sector + 1 : 0xfffffffe;
    const to = chain[sector - data];
    if (to === undefined) return NONE;
    return to < 0 ? 0xfffffffe : data + to;
  }
}

function putEntry(
  put: (at: number, value: number) => void,
  bytes: Uint8Array,
  at: number,
  { name, type, left, right, child, start, size }: OleEntry,
  data: number,
): void {
  for (let letter = 0; letter < name.length; letter++) bytes[at + 2 * letter] = name.charCodeAt(letter);
  bytes[at + 64] = name.length * 2 + 2;
  bytes[at + 66] = type;
  bytes[at + 67] = 1;
  put(at + 68, left ?? NONE);
  put(at + 72, right ?? NONE);
  put(at + 76, child ?? NONE);
  put(at + 116, start === undefined ? 0xfffffffe : data + start);
  put(at + 120, size ?? 0);
}
