import { Budget } from '../documents/budget.ts';
import type { Format } from '../documents/format.ts';
import { docx } from '../documents/formats/docx.ts';
import { txt } from '../documents/formats/txt.ts';
import { Probe } from '../documents/probe.ts';
import type { Limits, Part } from '../documents/types.ts';
import type { Engine } from '../engine/types.ts';

/** Bytes of all files together; more is not a matter of one event. */
export const QUICK_BYTES = 512 * 1024;

const LIMITS: Limits = {
  fileBytes: QUICK_BYTES,
  unpackedBytes: 4 * 1024 * 1024,
  ratio: 200,
  entries: 200,
  depth: 0,
  pages: 100,
  milliseconds: 50,
};

/** Text that may carry other documents in it: mail, RTF, encoded attachments, pictures in a page. */
const CARRIES_MORE =
  /%PDF|\{\\rtf|^(?:return-path|received|from|to|cc|subject|date|mime-version|content-[\w-]+|message-id|delivered-to|x-[\w-]+):|^begin [0-7]{3} |data:[\w/+.-]*[;,]|[A-Za-z0-9+/]{200}/imu;

/** Web pages and other text with tags: their words are put together from pieces, which is not a matter of one event. */
const TAG = /<[!?/]?[a-z]/i;

/**
 * What may be a table as text, of which the head decides: its cells are read by the names of their columns too, which takes
 * more code than a page should carry.
 */
const TABLE = /[;|\t]|,.*[\r\n]\s*.*,.*[\r\n]\s*.*,/;
const HEAD = 4096;

/**
 * Reads a small file in the middle of an event. True only when all of it was read and nothing at all was found; false
 * says nothing: the file goes the long way. Synchronous, at most about 50 ms; never throws.
 */
export function isPlainlyClean(bytes: Uint8Array, name: string, engine: Engine): boolean {
  if (bytes.length > QUICK_BYTES) return false;
  if (engine.inspect(name, { place: 'file-name' }).length > 0) return false;
  if (bytes.length === 0) return true;
  try {
    const probe = new Probe(bytes);
    const format = quickFormat(probe);
    if (!format) return false;
    for (const part of format.extract(probe, new Budget(LIMITS)) as Iterable<Part>) {
      if (part.kind !== 'text' || part.more) return false;
      if (engine.inspect(part.text, { place: part.place }).length > 0) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function quickFormat(probe: Probe): Format | undefined {
  if (probe.zip) return docx.matches(probe) && !probe.head.includes('%PDF') ? docx : undefined;
  const letters = latin(probe.bytes);
  if (CARRIES_MORE.test(letters) || TAG.test(letters)) return undefined;
  if (TABLE.test(letters.slice(0, HEAD))) return undefined;
  return txt.matches(probe) ? txt : undefined;
}

/** Bytes as Latin letters, zeros of UTF-16 left out: enough for a look at ASCII words. */
function latin(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes).replaceAll('\0', '');
}
