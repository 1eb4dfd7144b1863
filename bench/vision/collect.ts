import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCandidates } from '../../src/vision/candidates.ts';
import { cutOut } from '../../src/vision/crop.ts';
import { decodePlain } from '../../src/vision/plain/decode.ts';
import type { Pixels, Region } from '../../src/vision/types.ts';
import { HEIGHT, WIDTH } from '../../src/vision/word-net.ts';
import { chance } from './random.ts';
import type { MarkTruth, PageTruth } from './spec.ts';

/**
 * Cuts out what the search finds on made pages, with what it is: `collect.ts OUT-FILE FOLDER…`. A record is the class
 * (one byte), the shape times 16 (one byte) and the crop.
 */
const [out, ...folders] = process.argv.slice(2);
if (!out) throw new Error('collect OUT-FILE FOLDER…');
const WORDS = ['MẬT', 'TỐI MẬT', 'TUYỆT MẬT'];
const lot = chance(7);
const records: Uint8Array[] = [];
const counts = [0, 0, 0, 0];
for (const folder of folders) {
  const lines = (await readFile(join(folder, 'truth.jsonl'), 'utf8')).trim().split('\n');
  for (const line of lines) await collect(folder, JSON.parse(line) as PageTruth);
}
await writeFile(out, Buffer.concat(records));
process.stdout.write(`${records.length} crops, by class ${counts.join(' ')}\n`);

async function collect(folder: string, truth: PageTruth): Promise<void> {
  const pixels = await decodePlain(await readFile(join(folder, truth.file)));
  for (const { region, ink } of findCandidates(pixels)) {
    const label = labelOf(region, truth.marks);
    if (label === null) continue;
    const copies = label > 0 ? 8 : 1;
    for (let i = 0; i < copies; i++) record(pixels, i === 0 ? region : jitter(region), ink, label);
    if (ink === 'red') record(pixels, region, 'all', label);
  }
}

function record(pixels: Pixels, region: Region, ink: 'all' | 'red', label: number): void {
  const crop = cutOut(pixels, region, WIDTH, HEIGHT, ink);
  const shape = Math.min(255, Math.round((region.width / region.height) * 16));
  records.push(Uint8Array.from([label, shape]), crop.data);
  counts[label]!++;
}

function jitter(region: Region): Region {
  return {
    x: region.x + region.height * lot.between(-0.08, 0.08),
    y: region.y + region.height * lot.between(-0.08, 0.08),
    width: region.width * lot.between(0.94, 1.08),
    height: region.height * lot.between(0.88, 1.14),
    angle: region.angle + lot.between(-0.04, 0.04),
  };
}

/** 0 for other words and for words that do not stand upright, 1..3 for a level, null for a part of a marking or of words that end like one. */
function labelOf(region: Region, marks: readonly MarkTruth[]): number | null {
  for (const { words, corners } of marks) {
    const [a, b, c, d] = corners as [Corner, Corner, Corner, Corner];
    const width = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const height = Math.hypot(d[0] - a[0], d[1] - a[1]);
    const off = Math.hypot(region.x - (a[0] + c[0]) / 2, region.y - (a[1] + c[1]) / 2);
    if (off > width * 0.6 + region.width / 2) continue;
    const level = WORDS.indexOf(words) + 1;
    const turned = Math.abs(Math.sin((region.angle - Math.atan2(b[1] - a[1], b[0] - a[0])) / 2)) > 0.3;
    if (turned) return 0;
    const ratio = region.width / width;
    const whole = off < height * 0.45 && ratio > 0.86 && ratio < 1.3;
    if (level > 0)
      return whole && region.height > height * 0.7 && region.height < height * 2.2 ? level : null;
    if (words.includes('MẬT') && !whole) return null;
  }
  return 0;
}
type Corner = readonly [number, number];
