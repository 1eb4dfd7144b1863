import type { Storage } from './compound-file.ts';
import { decodeWestern } from './text-encoding.ts';
import type { Part } from './types.ts';

/** Streams that hold a whole file: new Office documents, PDF and others. */
const WHOLE = ['Package', 'CONTENTS', 'EmbeddedOdf'];
const NATIVE = '\u0001Ole10Native';

/** The files that lie in one storage of an embedded object. */
export function* readObjectFiles(storage: Storage, where: string): Generator<Part> {
  for (const name of WHOLE) {
    const bytes = storage.read(name);
    if (bytes) yield { kind: 'child', bytes, name: '', where };
  }
  const packed = storage.read(NATIVE);
  const file = packed && unwrap(packed);
  if (file) yield { kind: 'child', ...file, where };
}

/** A file dropped into a document: its name, two paths, then its bytes. */
function unwrap(native: Uint8Array): { name: string; bytes: Uint8Array } | null {
  const view = new DataView(native.buffer, native.byteOffset, native.byteLength);
  if (native.length < 8 || view.getUint16(4, true) !== 2) return null;
  const nameEnd = native.indexOf(0, 6);
  const pathEnd = native.indexOf(0, nameEnd + 1);
  if (nameEnd < 0 || pathEnd < 0 || pathEnd + 9 > native.length) return null;
  const size = pathEnd + 9 + view.getUint32(pathEnd + 5, true);
  if (size + 4 > native.length) return null;
  const bytes = native.subarray(size + 4, size + 4 + view.getUint32(size, true));
  return { name: decodeWestern(native.subarray(6, nameEnd)), bytes };
}
