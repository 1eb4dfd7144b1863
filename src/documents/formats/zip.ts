import type { Format } from '../format.ts';
import { requireZip } from '../office-package.ts';
import type { Part } from '../types.ts';
import { startsAsZip, type ZipEntry } from '../zip.ts';

/** ZIP archives. Each entry is a document of its own; those that read fast and tell most come first. */
export const zip: Format = {
  id: 'zip',
  mediaType: 'application/zip',
  matches: ({ bytes }) => startsAsZip(bytes),
  *extract(probe, budget): Generator<Part> {
    const archive = requireZip(probe.zip);
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
  },
};

/** Small before large. */
function byPromise(a: ZipEntry, b: ZipEntry): number {
  return a.packed - b.packed;
}
