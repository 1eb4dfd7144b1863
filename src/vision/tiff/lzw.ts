const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/**
 * Unpacks LZW as TIFF has it. Ends with the packed bytes, with the room or where they are damaged, and returns how many bytes
 * were written.
 */
export function decodeLzw(data: Uint8Array, room: Uint8Array): number {
  const before = new Uint16Array(MOST_CODES);
  const last = new Uint8Array(MOST_CODES);
  const lengths = new Uint16Array(MOST_CODES).fill(1, 0, CLEAR);
  for (let code = 0; code < CLEAR; code++) last[code] = code;
  const end = data.length * 8;
  let width = 9;
  let next = END + 1;
  let previous = -1;
  let at = 0;
  for (let bit = 0; bit + width <= end && at < room.length; ) {
    const byte = bit >> 3;
    const three = (data[byte]! << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0);
    const code = (three >> (24 - (bit & 7) - width)) & ((1 << width) - 1);
    bit += width;
    if (code === END) break;
    if (code === CLEAR) {
      width = 9;
      next = END + 1;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0)) break;
    if (previous >= 0 && next < MOST_CODES) {
      before[next] = previous;
      lengths[next] = lengths[previous]! + 1;
      last[next] = firstOf(code === next ? previous : code);
      next++;
    }
    if (code >= next) break;
    const written = lengths[code]!;
    for (let left = written, one = code; left > 0; left--, one = before[one]!)
      room[at + left - 1] = last[one]!;
    at += written;
    // One code early, as TIFF has it.
    if (next + 1 >= 1 << width && width < 12) width++;
    previous = code;
  }
  return Math.min(at, room.length);

  function firstOf(code: number): number {
    let one = code;
    for (let left = lengths[code]!; left > 1; left--) one = before[one]!;
    return last[one]!;
  }
}
