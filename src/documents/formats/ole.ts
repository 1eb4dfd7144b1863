import { openCompound, startsAsCompound } from '../compound-file.ts';
import { compoundKind, readStorage } from '../compound-parts.ts';
import type { Format } from '../format.ts';
import { openedCompound } from '../opened-compound.ts';
import type { Probe } from '../probe.ts';
import { DocumentError, type Part } from '../types.ts';

/** Objects that other programs embed in documents, and compound files of unknown programs. */
export const ole: Format = {
  id: 'ole',
  mediaType: 'application/x-ole-storage',
  matches: ({ bytes }) => startsAsCompound(bytes),
  *extract(probe: Probe, budget): Generator<Part> {
    const storage = openedCompound(probe) ?? openCompound(probe.bytes);
    if (compoundKind(storage) === 'encrypted')
      throw new DocumentError('encrypted', 'the document has a password');
    let parts = 0;
    for (const part of readStorage(storage, budget)) {
      parts += 1;
      yield part;
    }
    // The formulas of the equation editors hold no words.
    if (parts === 0 && !storage.has('Equation Native')) {
      throw new DocumentError('unknown-format', 'a compound file of an unknown program');
    }
  },
};
