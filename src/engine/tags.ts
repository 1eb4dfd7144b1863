import { type Reading, ReadingWriter } from './reading.ts';

/** What stands in the place of a tag that ends a line or a cell, by the number of its name. */
const ENDS = new Map(
  'p div br tr li ul ol h1 h2 h3 h4 h5 h6 table section article header footer blockquote pre hr title body option td th dt dd'
    .split(' ')
    .map((name) => [numberOf(name, 0, name.length), /^[td][thd]$/.test(name) ? '\t' : '\n']),
);
const LONGEST_NAME = 15;
const LONGEST_TAG = 4000;
const NEAR = 12;
const LESS = 0x3c;
const GREATER = 0x3e;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const SPACE = 0x20;

/** The text without tags; the same object when it has none. */
export function stripTags(base: Reading): Reading {
  const { text } = base;
  let writer: ReadingWriter | undefined;
  let done = 0;
  let at = nextSign(text, 0);
  const close = at < 0 ? at : text.lastIndexOf('>');
  for (; at >= 0; at = nextSign(text, Math.max(at + 1, done))) {
    // Of a comment only the opening sign goes, so that one without an end hides nothing.
    const sign = text.charCodeAt(at + 1);
    const comment = sign === EXCLAMATION && text.startsWith('--', at + 2);
    if (!comment && at > close) continue;
    const from = sign === SLASH || sign === EXCLAMATION || sign === QUESTION ? at + 2 : at + 1;
    let to = from;
    while (to - from < LONGEST_NAME && isNameUnit(text.charCodeAt(to), to > from)) to++;
    const end = comment ? at + 4 : to > from ? endOf(text, to) : -1;
    if (end < 0) continue;
    writer ??= new ReadingWriter(base);
    writer.keep(done, at);
    writer.put(comment ? '\n' : (ENDS.get(numberOf(text, from, to)) ?? ''), at, end);
    done = end;
  }
  return writer?.end(done) ?? base;
}

/** A number for a name in letters of either case, by the last six of them; making a string of each takes longer. */
function numberOf(text: string, from: number, to: number): number {
  let code = 0;
  for (let at = from; at < to; at++) code = (code << 5) ^ (text.charCodeAt(at) & 0x1f);
  return code;
}

/** The next "<". Where tags stand close together, asking the language for each takes longer than a look around. */
function nextSign(text: string, from: number): number {
  for (let at = from; at < from + NEAR; at++) if (text.charCodeAt(at) === LESS) return at;
  return text.indexOf('<', from);
}

function isNameUnit(unit: number, digits: boolean): boolean {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || (digits && unit >= 0x30 && unit <= 0x39);
}

/** Where a tag ends whose name ends at `at`, or -1 when it is none. */
function endOf(text: string, at: number): number {
  for (let i = at; i < at + LONGEST_TAG && i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (sign === GREATER) return i + 1;
    if (sign === LESS || (i === at && sign !== SPACE && !/[\s/:]/.test(text[i]!))) return -1;
  }
  return -1;
}
