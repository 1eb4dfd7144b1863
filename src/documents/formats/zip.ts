import { readArchive } from '../archive.ts';
import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { requireZip } from '../office-package.ts';
import type { Part } from '../types.ts';
import { startsAsZip, type Zip, type ZipEntry } from '../zip.ts';

const [STORED, DEFLATED] = [0, 8];

/** ZIP archives. Each entry is a document of its own; those that read fast and tell most come first. */
export const zip: Format = {
  id: 'zip',
  mediaType: 'application/zip',
  matches: ({ bytes }) => startsAsZip(bytes),
  extract(probe, budget) {
    const archive = requireZip(probe.zip);
    // LZMA, bzip2, PPMd: few programs write them.
    const isUsual = archive.entries.every(({ method }) => method === STORED || method === DEFLATED);
    return isUsual ? readEntries(archive, budget) : readArchive(probe.bytes, budget);
  },
};

function* readEntries(archive: Zip, budget: Budget): Generator<Part> {
  budget.countEntries(archive.entries.length);
  const files = archive.entries.filter((entry) => !entry.name.endsWith('/'));
  for (const entry of files.sort(byPromise)) {
    yield {
      kind: 'child',
      bytes: archive.read(entry, budget),
      name: entry.name,
      where: `entry:${entry.index}`,
    };
  }
}

/** Small before large. */
function byPromise(a: ZipEntry, b: ZipEntry): number {
  return a.packed - b.packed;
}
