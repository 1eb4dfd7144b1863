import { type Reading, ReadingWriter } from './reading.ts';

/** What stands in the place of a tag, by its name: the end of a line or of a cell; nothing for others. */
const BREAKS = new Map<string, string>();
for (const name of 'p div br tr li ul ol h1 h2 h3 h4 h5 h6 table section article header footer blockquote pre hr title body option'.split(
  ' ',
))
  BREAKS.set(name, '\n');
for (const name of ['td', 'th', 'dt', 'dd']) BREAKS.set(name, '\t');

const LONGEST_NAME = 15;
const LONGEST_TAG = 4000;
const COMMENT = '<!--';
const [SLASH, COLON, LESS, GREATER] = [0x2f, 0x3a, 0x3c, 0x3e];

/** The text without tags; the same object when it has none. */
export function stripTags(base: Reading): Reading {
  const { text } = base;
  let writer: ReadingWriter | undefined;
  let done = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', Math.max(at + 1, done))) {
    // Of a comment only the opening sign goes, so that one without an end hides nothing.
    const comment = text.startsWith(COMMENT, at);
    const from = nameFrom(text, at + 1);
    const to = nameTo(text, from);
    const end = comment ? at + COMMENT.length : to > from ? endOf(text, to) : -1;
    if (end < 0) continue;
    writer ??= new ReadingWriter(base);
    writer.keep(done, at);
    writer.put(comment ? '\n' : (BREAKS.get(text.slice(from, to).toLowerCase()) ?? ''), at, end);
    done = end;
  }
  if (!writer) return base;
  writer.keep(done, text.length);
  return writer.finish();
}

/** Where the name of a tag begins: after "/", "!" or "?", if one is there. */
function nameFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit === SLASH || unit === 0x21 || unit === 0x3f ? at + 1 : at;
}

function nameTo(text: string, from: number): number {
  let to = from;
  while (to - from < LONGEST_NAME && isNameUnit(text.charCodeAt(to), to > from)) to++;
  return to;
}

function isNameUnit(unit: number, digits: boolean): boolean {
  return ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) || (digits && unit >= 0x30 && unit <= 0x39);
}

/** Where a tag ends whose name ends at `at`, or -1 when it is none. */
function endOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === GREATER) return at + 1;
  if (unit !== SLASH && unit !== COLON && !isSpace(unit)) return -1;
  const limit = Math.min(text.length, at + LONGEST_TAG + 2);
  for (let i = at + 1; i < limit; i++) {
    const sign = text.charCodeAt(i);
    if (sign === GREATER) return i + 1;
    if (sign === LESS) return -1;
  }
  return -1;
}

function isSpace(unit: number): boolean {
  return unit < 0x80 ? unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) : /\s/.test(String.fromCharCode(unit));
}
