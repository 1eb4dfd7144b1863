import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';
import { bytesOf, join, number } from './words.ts';

const local = (name: string, packed: number, size: number, sum = 0) =>
  join(
    number(0x04034b50, 4),
    number(20, 2),
    number(0, 2),
    number(8, 2),
    number(0, 4),
    number(sum, 4),
    number(packed, 4),
    number(size, 4),
    number(name.length, 2),
    number(0, 2),
    bytesOf(name),
  );
const listed = (name: string, packed: number, size: number, sum = 0) =>
  join(
    number(0x02014b50, 4),
    number(20, 2),
    local(name, packed, size, sum).subarray(4, 28),
    number(0, 2),
    number(0, 2),
    number(0, 2),
    number(0, 2),
    number(0, 4),
    number(0, 4),
    bytesOf(name),
  );
const end = (count: number, length: number, from: number) =>
  join(
    number(0x06054b50, 4),
    number(0, 4),
    number(count, 2),
    number(count, 2),
    number(length, 4),
    number(from, 4),
    number(0, 2),
  );

/** A ZIP of one entry whose packed bytes are given as they are. */
export function zipOf(name: string, packed: Uint8Array, size: number): Uint8Array {
  const head = local(name, packed.length, size);
  const list = listed(name, packed.length, size);
  return join(head, packed, list, end(1, list.length, head.length + packed.length));
}

/** Thousands of names for the same packed zeros: a small file that stands for `count` times `size` bytes. */
export function overlappingZip(count: number, size: number): Uint8Array {
  const packed = deflateSync(new Uint8Array(size));
  const head = local('a', packed.length, size);
  const lists = join(...Array.from({ length: count }, () => listed('a', packed.length, size)));
  return join(head, packed, lists, end(count, lists.length, head.length + packed.length));
}

const literal = (bytes: number) => join(Uint8Array.of(0), number(bytes, 2), number(bytes ^ 0xffff, 2));

/** A name so long that the command for "the last 65 bytes again" takes five bytes as the others do. */
const SELF = 'a-zip-file-that-holds-itself-z';

/**
 * A ZIP whose only entry is the file itself, after Russ Cox: commands of five bytes that write bytes out (`literal`) and
 * repeat the last ones, in an order in which what they write is what they are. The check sums are right too.
 */
export function selfZip(): Uint8Array {
  const packed = commands(new Uint8Array(60), new Uint8Array(98)).length;
  const size = 60 + packed + 98;
  return withOwnSum((sum) => {
    const head = local(SELF, packed, size, sum);
    const list = listed(SELF, packed, size, sum);
    const tail = join(list, end(1, list.length, head.length + packed));
    return join(head, commands(head, tail), tail);
  });
}

function commands(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const [start, stop, close] = [FIXED, [[0, 7]] as Bits, [[1, 1], ...FIXED.slice(1)] as Bits];
  const ten: Bits = [...code(264 - 256, 7), ...code(8, 5), [3, 3]];
  const units4 = write([...start, ...ten, ...ten, ...stop]);
  const first = write([
    ...start,
    ...code(276 - 256, 7),
    [6, 3],
    ...code(12, 5),
    [0, 5],
    ...stop,
    ...start,
    ...stop,
  ]);
  const last = write([...close, ...code(279 - 256, 7), [3, 4], ...code(13, 5), [5, 5], ...stop]);
  const [write1, write4, none] = [literal(5), literal(20), literal(0)];
  const begin = literal(head.length + 5);
  const finish = literal(last.length + tail.length);
  return join(
    ...[begin, head, begin, first, write1, first, write1, write1, write4, first, write1, write1, write4],
    ...[units4, write4, units4, write4, units4, write4, units4, write4, units4, none, none, finish],
    ...[units4, none, none, finish, last, tail, last],
  );
}

/** Values and how many bits each takes, the lowest first. */
type Bits = (readonly [value: number, count: number])[];

/** The head of a block of fixed codes that is not the last. */
const FIXED: Bits = [
  [0, 1],
  [1, 2],
];

/** A code stands with its highest bit first. */
function code(value: number, count: number): Bits {
  return Array.from({ length: count }, (_, bit) => [(value >> (count - 1 - bit)) & 1, 1] as const);
}

function write(bits: Bits): Uint8Array {
  const flat = bits.flatMap(([value, count]) =>
    Array.from({ length: count }, (_, bit) => (value >> bit) & 1),
  );
  const out = new Uint8Array(Math.ceil(flat.length / 8));
  for (const [at, bit] of flat.entries()) out[at >> 3] = (out[at >> 3] as number) | (bit << (at & 7));
  return out;
}

/** The file that holds its own check sum: each bit of the sum turns over certain bits of it, so 32 equations say which. */
function withOwnSum(build: (sum: number) => Uint8Array): Uint8Array {
  const still = crc32(build(0));
  // One row for each bit of the sum: which bits it hangs on, and what they have to come to.
  const rows = Array.from({ length: 32 }, (_, bit) => ({ on: 1 << bit, is: (still >>> bit) & 1 }));
  for (let bit = 0; bit < 32; bit++) {
    const turned = crc32(build((1 << bit) >>> 0)) ^ still;
    for (const [row, one] of rows.entries()) if ((turned >>> row) & 1) one.on ^= 1 << bit;
  }
  let sum = 0;
  const pivots = new Map<number, { on: number; is: number }>();
  for (const row of rows) {
    for (const [bit, pivot] of pivots)
      if ((row.on >>> bit) & 1) [row.on, row.is] = [row.on ^ pivot.on, row.is ^ pivot.is];
    const bit = 31 - Math.clz32(row.on & -row.on);
    if (row.on === 0) continue;
    for (const pivot of pivots.values())
      if ((pivot.on >>> bit) & 1) [pivot.on, pivot.is] = [pivot.on ^ row.on, pivot.is ^ row.is];
    pivots.set(bit, row);
  }
  for (const [bit, { is }] of pivots) if (is) sum |= 1 << bit;
  return build(sum >>> 0);
}
