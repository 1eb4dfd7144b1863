import { Unzlib } from 'fflate';
import type { Budget } from './budget.ts';
import { requireStream, type Storage } from './compound-file.ts';
import { latin1 } from './latin1.ts';
import { LongText } from './long-text.ts';
import { DocumentError, type Part } from './types.ts';
import { concat, inflate } from './zip.ts';

const TEXT_CHARS = 0x0fa0;
const TEXT_BYTES = 0x0fa8;
const C_STRING = 0x0fba;
/** What begins a slide, its notes, a master, or a slide's part in the list of texts: a text of its own. */
const BORDERS = new Set([0x03ee, 0x03f0, 0x03f3, 0x03f8, 0x0fc9]);
/** Names that the program gives to its own data. */
const PROGRAM_TAG = /^___PPT\d+\s*$/;
const EMBEDDED_OBJECT = 0x1011;
const ENCRYPTED_TOKEN = 0xf3d1c4df;

/** Text of a PowerPoint 97–2003 presentation (MS-PPT), saved layers included. Throws `encrypted` and `damaged`. */
export function* readPowerPointBinary(storage: Storage, budget: Budget): Generator<Part> {
  const user = storage.read('Current User');
  if (user && user.length >= 16 && uint32(user, 12) === ENCRYPTED_TOKEN) {
    throw new DocumentError('encrypted', 'the presentation has a password');
  }
  const stream = requireStream(storage, 'PowerPoint Document', budget);
  const text = new LongText('body', 'slides');
  let objects = 0;
  for (const { type, instance, body } of atoms(stream)) {
    if (BORDERS.has(type)) yield* text.rest();
    else if (type === TEXT_CHARS || type === C_STRING) {
      const words = new TextDecoder('utf-16le').decode(body);
      if (!PROGRAM_TAG.test(words)) text.append(lines(words));
    } else if (type === TEXT_BYTES) text.append(lines(latin1(body)));
    else if (type === EMBEDDED_OBJECT) {
      objects += 1;
      const bytes = instance === 1 ? concat([...inflate(body.subarray(4), new Unzlib(), budget)]) : body;
      yield { kind: 'child', bytes, name: '', where: `object:${objects}` };
    }
    yield* text.ready();
  }
  yield* text.rest();
}

const NOTHING = new Uint8Array();

interface Atom {
  readonly type: number;
  readonly instance: number;
  readonly body: Uint8Array;
}

/** All records that hold no others, and the heads of those that do, in order of place. */
function* atoms(stream: Uint8Array): Generator<Atom> {
  let at = 0;
  while (at + 8 <= stream.length) {
    const head = uint16(stream, at);
    const type = uint16(stream, at + 2);
    const length = uint32(stream, at + 4);
    at += 8;
    // A container is entered, not skipped.
    if ((head & 0x0f) === 0x0f) {
      yield { type, instance: head >> 4, body: NOTHING };
      continue;
    }
    if (at + length > stream.length) throw new DocumentError('damaged', 'a PowerPoint record is cut');
    yield { type, instance: head >> 4, body: stream.subarray(at, at + length) };
    at += length;
  }
}

function lines(text: string): string {
  return `${text.replace(/[\r\v]/g, '\n').replaceAll('\0', '')}\n`;
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) + uint16(bytes, at + 2) * 0x10000;
}
