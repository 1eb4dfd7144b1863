/** Bytes looked at to tell text from the rest. */
const SAMPLE = 64 * 1024;
/** Letters sampled to tell UTF-16 without a mark from bytes of other things. */
const UTF16_SHARE = 0.9;

type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * The readings of some text bytes, likeliest first. More than one where the bytes fit several encodings: cp1252 letters
 * (from which the engine decodes TCVN3 and VNI) and windows-1258. `declared` is the name the document itself gives.
 */
export function decodeText(bytes: Uint8Array, declared?: string): readonly string[] {
  const marked = markedEncoding(bytes);
  if (marked) return [new TextDecoder(marked).decode(bytes)];
  const plain = decodeStrictly(bytes);
  // Text without zeros is the common case, and a zero is found faster in a string than in bytes.
  if (plain !== null && !plain.includes('\0')) return [plain];
  const wide = utf16WithoutMark(bytes);
  if (wide) return [new TextDecoder(wide).decode(bytes)];
  return plain === null ? readingsOf(bytes, declared) : [plain];
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What bytes may mean that are neither UTF-8 nor UTF-16. */
function readingsOf(bytes: Uint8Array, declared: string | undefined): readonly string[] {
  const readings = [decodeWestern(bytes), new TextDecoder('windows-1258').decode(bytes)];
  const named = decodeAs(declared, bytes);
  if (named !== null && !readings.includes(named)) readings.unshift(named);
  const lenient = new TextDecoder('utf-8').decode(bytes);
  return mostlyUtf8(lenient, bytes.length) ? [lenient, ...readings] : readings;
}

/** Null when nobody knows an encoding of this name. */
export function decodeAs(name: string | undefined, bytes: Uint8Array): string | null {
  if (!name || /^utf-?(?:8|16)/i.test(name)) return null;
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return null;
  }
}

/** cp1252 with U+00AD kept: it is the letter ư of TCVN3. */
export function decodeWestern(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes);
}

/** The Unicode encoding a byte order mark names, if there is one. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | Utf16 | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** True when bytes can be text of some encoding: no control bytes, or the pattern of UTF-16. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (markedEncoding(bytes) || utf16WithoutMark(bytes)) return true;
  const sample = bytes.subarray(0, SAMPLE);
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 0x20 && !isLayout(byte)) odd += 1;
  }
  return odd * 100 <= sample.length;
}

function isLayout(byte: number): boolean {
  return (byte >= 0x08 && byte <= 0x0d) || byte === 0x1b;
}

/** Vietnamese letters live in U+00xx, U+01xx and U+1Exx, so one byte of each pair has few values. */
export function utf16WithoutMark(bytes: Uint8Array): Utf16 | null {
  const sample = bytes.subarray(0, SAMPLE & ~1);
  const pairs = sample.length >> 1;
  // A space and every letter of ASCII has a zero in it.
  if (pairs < 2 || !sample.includes(0)) return null;
  let little = 0;
  let big = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (isPlainUnit(sample[i + 1] as number, sample[i] as number)) little += 1;
    if (isPlainUnit(sample[i] as number, sample[i + 1] as number)) big += 1;
  }
  if (Math.max(little, big) < pairs * UTF16_SHARE) return null;
  return little >= big ? 'utf-16le' : 'utf-16be';
}

function isPlainUnit(high: number, low: number): boolean {
  if (high === 0) return low >= 0x20 || isLayout(low);
  return high === 0x01 || high === 0x03 || high === 0x1e || high === 0x20;
}

/** A few broken bytes in a long UTF-8 text (a cut line, a pasted byte) do not make it another encoding. */
export function mostlyUtf8(lenient: string, length: number): boolean {
  let broken = 0;
  for (let at = lenient.indexOf('\ufffd'); at >= 0; at = lenient.indexOf('\ufffd', at + 1)) broken += 1;
  return broken * 50 < length && /[\u0100-\u01ff\u1ea0-\u1eff]/u.test(lenient);
}
