/** A grey JPEG of so many pixels to a side (a multiple of 8) that is gone over so many times, with nothing new each time. */
export function jpegOfScans(side: number, scans: number): Uint8Array {
  const blocks = (side / 8) ** 2;
  const sides = [side >> 8, side & 255, side >> 8, side & 255];
  // One code each: a difference of nothing, and a run of 32,767 blocks of nothing.
  const code = (kind: number, value: number) => segment(0xc4, [kind, 1, ...Array(15).fill(0), value]);
  const runs = Math.ceil(blocks / 32_767);
  const again = [
    ...segment(0xda, [1, 1, 0, 1, 63, 0]),
    ...stuffed(`0${'1'.repeat(14)}`.repeat(runs).padEnd(Math.ceil((runs * 15) / 8) * 8, '0')),
  ];
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array(64).fill(1)]),
    ...segment(0xc2, [8, ...sides, 1, 1, 0x11, 0]),
    ...code(0x00, 0),
    ...code(0x10, 0xe0),
    ...segment(0xda, [1, 1, 0, 0, 0, 0]),
    ...Array(Math.ceil(blocks / 8)).fill(0),
    ...Array(scans - 1)
      .fill(again)
      .flat(),
    ...[0xff, 0xd9],
  ]);
}

const segment = (marker: number, body: readonly number[]) => {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...body];
};

/** Bytes of bits, with a zero behind each that would begin a marker. */
const stuffed = (bits: string) =>
  (bits.match(/.{8}/g) ?? []).flatMap((byte) =>
    byte === '11111111' ? [255, 0] : [Number.parseInt(byte, 2)],
  );
