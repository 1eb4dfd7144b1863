import type { Storage } from './compound-file.ts';
import { type CompoundKind, compoundKind, readStorage } from './compound-parts.ts';
import type { Format } from './format.ts';

/** A format of one program in an OLE compound file, known by its streams. */
export function compoundFormat(id: CompoundKind, mediaType: string): Format {
  return {
    id,
    mediaType,
    matches: ({ compound }) => compound !== null && compoundKind(compound) === id,
    extract: ({ compound }, budget) => readStorage(compound as Storage, budget),
  };
}
