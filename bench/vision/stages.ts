import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCandidates } from '../../src/vision/candidates.ts';
import { lookFirst } from '../../src/vision/first-look.ts';
import { worthLook } from '../../src/vision/glance.ts';
import { maskGrey } from '../../src/vision/grey-ink.ts';
import { INK, maskDarker, measurePaper } from '../../src/vision/mask.ts';
import { shrink } from '../../src/vision/planes.ts';
import { findShapes } from '../../src/vision/shapes.ts';
import { findStamps } from '../../src/vision/stamps.ts';
import { loadPage } from './load-page.ts';
import type { PageTruth } from './spec.ts';

/**
 * Where the time of a page goes: `stages.ts FOLDER COUNT`. Milliseconds of processor time in the median of COUNT pages
 * spread over a made set, stamped and plain apart, warm. The parts are run to their end for every page; the whole stops
 * at the first sure stamp.
 */
const [folder, count] = process.argv.slice(2);
if (!folder) throw new Error('stages FOLDER COUNT');
const lines = (await readFile(join(folder, 'truth.jsonl'), 'utf8')).trim().split('\n');
// Odd, for stamped and plain pages take turns in a set.
const step = Math.max(1, Math.floor(lines.length / Number(count ?? 60))) | 1;
const times = new Map<string, { stamped: number[]; plain: number[] }>();
for (let round = 0; round < 2; round++) {
  for (let at = 0; at < lines.length; at += step) {
    const { file, level } = JSON.parse(lines[at]!) as PageTruth;
    const source = await loadPage(join(folder, file));
    const time = <T>(name: string, work: () => T): T => {
      const begin = process.cpuUsage();
      const done = work();
      const { user, system } = process.cpuUsage(begin);
      const row = times.get(name) ?? { stamped: [], plain: [] };
      times.set(name, row);
      // The first round warms up.
      if (round > 0) row[level ? 'stamped' : 'plain'].push((user + system) / 1000);
      return done;
    };
    const planes = time('shrink', () => shrink(source));
    const paper = time('paper', () => measurePaper(planes));
    const dark = time('mask', () => maskDarker(planes, paper, INK));
    const shapes = time('shapes', () => findShapes(dark));
    time('grey ink', () => maskGrey(planes, paper, dark, shapes));
    const places = time('all of the search', () => findCandidates(source));
    const worth = time('glances', () => places.filter((place) => worthLook(source, place)));
    time('first looks', () => worth.map((place) => lookFirst(source, place)));
    time('the whole, up to a sure stamp', () => findStamps(source));
  }
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
process.stdout.write(`${'ms CPU, median'.padEnd(32)}stamped   plain\n`);
for (const [name, { stamped, plain }] of times)
  process.stdout.write(
    `${name.padEnd(32)}${median(stamped).toFixed(2).padStart(7)} ${median(plain).toFixed(2).padStart(7)}\n`,
  );
