import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCandidates } from '../../src/vision/candidates.ts';
import { lookFirst } from '../../src/vision/first-look.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { lookAgain } from '../../src/vision/second-look.ts';
import { findStamps } from '../../src/vision/stamps.ts';
import { lookClosely } from '../../src/vision/third-look.ts';

/** Drawn by bench/vision/make-set.ts; a file is named by its words and by what was done to it. */
const folder = join(import.meta.dirname, 'fixtures');
const files = readdirSync(folder);
const secret = ['mat', 'toi-mat', 'tuyet-mat'];
const wordsOf = (file: string) => file.slice(0, file.lastIndexOf('-'));

describe('stamps', () => {
  it.each(files.filter((file) => secret.includes(wordsOf(file))))('%s is told by its words', async (file) => {
    const [stamp] = findStamps(await decodePlain(readFileSync(join(folder, file))));
    expect([stamp?.level, stamp?.sure]).toEqual([wordsOf(file), true]);
  });

  it.each(files.filter((file) => !secret.includes(wordsOf(file))))(
    '%s is none, red box or not',
    async (file) => {
      expect(
        findStamps(await decodePlain(readFileSync(join(folder, file)))).filter(({ sure }) => sure),
      ).toEqual([]);
    },
  );

  it('are none for the third look where it sees another word beside a level’s, and are one where it sees the level', async () => {
    const close = async (file: string) => {
      const source = await decodePlain(readFileSync(join(folder, file)));
      const looks = findCandidates(source).flatMap((place) => {
        if (place.late) return [];
        const first = lookFirst(source, place);
        const second = lookAgain(source, place);
        if (first === null || first.confidence < 0.75 || second.confidence < 0.85) return [];
        return first.level === second.level ? [lookClosely(source, place, second.level)] : [];
      });
      return Math.max(...looks);
    };
    expect(await close('huyet-mat-copy.jpg')).toBeLessThan(0.1);
    expect(await close('toi-mat-scan.jpg')).toBeGreaterThan(0.8);
  });
});
