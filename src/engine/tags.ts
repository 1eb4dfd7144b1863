import { type Reading, textOf } from './reading.ts';

const LONGEST_NAME = 15;
const LONGEST_TAG = 4000;
const TAB = 0x09;
const LINE = 0x0a;
const LESS = 0x3c;
const GREATER = 0x3e;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const SPACE = 0x20;

/** What stands in the place of a tag that ends a line or a cell, by the number of its name. */
const ENDS = new Map<number, number>();
/** The name of the tag that `endOf` was asked for last, and what stands for it, or 0. */
let endName = 0;
let endSign = 0;
for (const name of 'p div br tr li ul ol h1 h2 h3 h4 h5 h6 table section article header footer blockquote pre hr title body option td th dt dd'.split(
  ' ',
)) {
  endOf(`<${name}>`, 0, 1);
  endSign = /^[td][thd]$/.test(name) ? TAB : LINE;
  ENDS.set(endName, endSign);
}

/** The text without tags; the same object when it has none. One flat loop: tags may stand at every third unit. */
export function stripTags(base: Reading): Reading {
  const { text, from: source } = base;
  const { length } = text;
  if (!text.includes('<')) return base;
  const close = text.lastIndexOf('>');
  const units = new Uint16Array(length);
  const from = new Int32Array(length + 1);
  let count = 0;
  for (let at = 0; at < length; at++) {
    let unit = text.charCodeAt(at);
    let last = at;
    if (unit === LESS) {
      last = endOf(text, at, close);
      if (last > at) {
        unit = endSign;
        at = last;
        if (unit === 0) continue;
      }
    }
    units[count] = unit;
    from[count++] = source ? source[last]! : last;
  }
  if (count === length) return base;
  from[count] = source ? source[length]! : length;
  return { text: textOf(units.subarray(0, count)), from: from.subarray(0, count + 1) };
}

/** The last unit of the tag that begins at a unit; the same unit when it is none, as after the last one that closes one. */
function endOf(text: string, at: number, close: number): number {
  let to = at + 1;
  const sign = text.charCodeAt(to);
  // Of a comment only the opening sign goes, so that one without an end hides nothing.
  if (sign === EXCLAMATION && text.startsWith('--', to + 1)) {
    endName = 0;
    endSign = LINE;
    return at + 3;
  }
  if (at > close) return at;
  if (sign === SLASH || sign === EXCLAMATION || sign === QUESTION) to++;
  const from = to;
  let name = 0;
  for (; to - from < LONGEST_NAME; to++) {
    const unit = text.charCodeAt(to);
    if (!isNameUnit(unit, to > from)) break;
    // Letters of either case, the last six of them; making a string of each name takes longer.
    name = (name << 5) ^ (unit & 0x1f);
  }
  if (to === from) return at;
  // Tags that follow each other are often of one name.
  if (name !== endName) endSign = ENDS.get(name) ?? 0;
  endName = name;
  for (let i = to; i < to + LONGEST_TAG && i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === GREATER) return i;
    if (unit === LESS || (i === to && unit !== SPACE && !/[\s/:]/.test(text[i]!))) break;
  }
  return at;
}

function isNameUnit(unit: number, digits: boolean): boolean {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || (digits && unit >= 0x30 && unit <= 0x39);
}
