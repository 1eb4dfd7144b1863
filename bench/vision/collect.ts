import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cutAround } from '../../src/vision/around.ts';
import { type Candidate, findCandidates } from '../../src/vision/candidates.ts';
import { cutWords, lookFirst } from '../../src/vision/first-look.ts';
import { HEIGHT, WIDTH } from '../../src/vision/third-look.ts';
import type { Region } from '../../src/vision/types.ts';
import { labelPlace } from './label.ts';
import { loadPage } from './load-page.ts';
import { type Chance, chance } from './random.ts';
import type { PageTruth } from './spec.ts';

/**
 * Cuts out what the search finds on made pages, with what it is: `collect.ts OUT FOLDER…` writes OUT.first, OUT.second
 * and OUT.third for the three looks. A record is the class (one byte), the shape times 16 (one byte) and the crop.
 */
const [out, ...folders] = process.argv.slice(2);
if (!out) throw new Error('collect OUT FOLDER…');
const forFirst = await open(`${out}.first`, 'w');
const forSecond = await open(`${out}.second`, 'w');
const forThird = await open(`${out}.third`, 'w');
const counts = [0, 0, 0, 0, 0];
for (const folder of folders) {
  const lines = (await readFile(join(folder, 'truth.jsonl'), 'utf8')).trim().split('\n');
  for (const [page, line] of lines.entries())
    await collect(folder, JSON.parse(line) as PageTruth, chance(page));
}
await forFirst.close();
await forSecond.close();
await forThird.close();
process.stdout.write(`crops for the second look, by class: ${counts.join(' ')}\n`);

async function collect(folder: string, truth: PageTruth, lot: Chance): Promise<void> {
  const pixels = await loadPage(join(folder, truth.file));
  for (const place of findCandidates(pixels)) {
    const first = lookFirst(pixels, place);
    if (first === null) continue;
    const { secret } = first;
    const { whole, around } = labelPlace(place.region, truth.marks);
    // What the first look is sure of already need not be shown again so often.
    if (whole !== null && (whole > 0 || secret > 0.02 || lot.yes(0.4))) {
      for (const one of copies(place, whole > 0 ? 5 : 1, lot))
        await write(forFirst, whole, one, cutWords(pixels, one).data);
    }
    if (whole !== null && (whole > 0 || secret > 0.02 || lot.yes(0.1))) {
      for (const one of copies(place, whole > 0 ? 4 : secret > 0.3 ? 4 : 2, lot))
        await write(forThird, whole, one, cutWords(pixels, one, WIDTH, HEIGHT).data);
    }
    if (around === null || (around === 0 && secret < 0.04 && !lot.yes(0.06))) continue;
    const many = around === 0 ? (secret > 0.3 ? 4 : secret > 0.04 ? 2 : 1) : around === 4 ? 2 : 5;
    for (const one of copies(place, many, lot)) await write(forSecond, around, one, cutAround(pixels, one));
    counts[around]! += many;
  }
}

type Place = Omit<Candidate, 'kind'>;

async function write(file: FileHandle, label: number, { region }: Place, crop: Uint8Array): Promise<void> {
  const shape = Math.min(255, Math.round((region.width / region.height) * 16));
  await file.write(Uint8Array.from([label, shape]));
  await file.write(crop);
}

/** The place itself, and the place framed a little otherwise. */
function* copies(place: Place, count: number, lot: Chance): Generator<Place> {
  yield place;
  for (let i = 1; i < count; i++) {
    const { region, alone, ink } = place;
    const moved = jitter(region, lot);
    yield alone
      ? { region: moved, ink, alone: { ...alone, region: follow(alone.region, region, moved) } }
      : { region: moved, ink };
  }
}

function jitter(region: Region, lot: Chance): Region {
  return {
    x: region.x + region.height * lot.between(-0.1, 0.1),
    y: region.y + region.height * lot.between(-0.09, 0.09),
    width: region.width * lot.between(0.94, 1.09),
    height: region.height * lot.between(0.88, 1.15),
    angle: region.angle + lot.between(-0.04, 0.04),
  };
}

/** A region in another scale, moved as the first was. */
function follow(region: Region, from: Region, to: Region): Region {
  const scale = region.height / from.height;
  return {
    x: region.x + (to.x - from.x) * scale,
    y: region.y + (to.y - from.y) * scale,
    width: to.width * scale,
    height: to.height * scale,
    angle: to.angle,
  };
}
