import type { Budget } from './budget.ts';
import { concat } from './zip.ts';

/** Bytes of base64 from which a body is taken out. */
const LONG = 256 * 1024;
const HYPHEN = 0x2d;
const LINE_END = 10;
const RETURN = 13;
const PADDING = 0x3d;
/** Bytes of one line; base64 is written in lines of 76. */
const LONGEST_LINE = 1000;
/** Six bits for each letter of base64, 64 for the padding, 255 for anything else. */
const VALUES = new Uint8Array(256).fill(255);
for (const [value, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
].entries())
  VALUES[letter.charCodeAt(0)] = value;

export interface ShortMail {
  /** The mail with a line of base64 in the place of each body that was taken out. */
  readonly mail: Uint8Array;
  /** What those lines say, and the bytes they stand for. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

/**
 * Takes long bodies in base64 out of a mail, so that they are held once and not line by line. It does not know what part
 * they belong to: who reads the mail finds them again by their lines.
 */
export function takeOutBodies(mail: Uint8Array, budget: Budget): ShortMail {
  const bodies = new Map<string, Uint8Array>();
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (let at = 0; at < mail.length; ) {
    const end = endOfBase64(mail, at);
    if (end - at >= LONG) {
      const token = crypto.randomUUID();
      bodies.set(token, decode(mail.subarray(at, end), budget));
      pieces.push(mail.subarray(kept, at), new TextEncoder().encode(`${btoa(token)}\n`));
      kept = end;
    }
    at = end > at ? end : behindLine(mail, at);
  }
  if (bodies.size === 0) return { mail, bodies };
  return { mail: concat([...pieces, mail.subarray(kept)]), bodies };
}

/** Lines of a mail: each costs its reader an object or two. */
export function countLines(mail: Uint8Array): number {
  let lines = 0;
  for (let at = mail.indexOf(LINE_END); at >= 0; at = mail.indexOf(LINE_END, at + 1)) lines += 1;
  return lines;
}

/** How many lines look like the border of a mail's parts. */
export function countBorders(mail: Uint8Array): number {
  let borders = 0;
  for (let at = mail.indexOf(LINE_END); at >= 0; at = mail.indexOf(LINE_END, at + 1))
    if (mail[at + 1] === HYPHEN && mail[at + 2] === HYPHEN) borders += 1;
  return borders;
}

/** Behind the lines of whole units of base64 that begin here; padding ends them. */
function endOfBase64(mail: Uint8Array, from: number): number {
  let end = from;
  for (let padded = false; end < mail.length && !padded; ) {
    let at = end;
    while (at < mail.length && (VALUES[mail[at] as number] as number) < 64) at += 1;
    const letters = at;
    while (mail[at] === PADDING && at - letters < 2) at += 1;
    padded = at > letters;
    const length = at - end;
    if (length === 0 || length % 4 !== 0 || length > LONGEST_LINE) return end;
    if (mail[at] === RETURN) at += 1;
    if (mail[at] !== LINE_END) return end;
    end = at + 1;
  }
  return end;
}

function behindLine(mail: Uint8Array, from: number): number {
  const end = mail.indexOf(LINE_END, from);
  return end < 0 ? mail.length : end + 1;
}

function decode(lines: Uint8Array, budget: Budget): Uint8Array {
  const out = new Uint8Array(Math.ceil((lines.length * 3) / 4));
  let length = 0;
  let held = 0;
  let bits = 0;
  for (const byte of lines) {
    const value = VALUES[byte] as number;
    if (value >= 64) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[length++] = held >>> bits;
  }
  budget.checkTime();
  return out.subarray(0, length);
}
