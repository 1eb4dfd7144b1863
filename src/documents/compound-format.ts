import type { Storage } from './compound-file.ts';
import { type CompoundKind, compoundKind, readStorage } from './compound-parts.ts';
import type { Format } from './format.ts';
import { openedCompound } from './opened-compound.ts';

/** A format of one program in an OLE compound file, known by its streams. */
export function compoundFormat(id: CompoundKind, mediaType: string): Format {
  return {
    id,
    mediaType,
    matches(probe) {
      const storage = openedCompound(probe);
      return storage !== null && compoundKind(storage) === id;
    },
    extract: (probe, budget) => readStorage(openedCompound(probe) as Storage, budget),
  };
}
