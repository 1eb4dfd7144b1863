import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import { findStamps } from '../../src/vision/stamps.ts';

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
});
