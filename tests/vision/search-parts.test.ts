import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInk, inkAt, packMask, unpackAround } from '../../src/vision/bits.ts';
import { findCandidates, walkCandidates } from '../../src/vision/candidates.ts';
import { sample } from '../../src/vision/crop.ts';
import { maskDarker } from '../../src/vision/mask.ts';
import type { Planes } from '../../src/vision/planes.ts';
import { findShapes } from '../../src/vision/shapes.ts';
import { type Turn, turnBack, turnMask } from '../../src/vision/turns.ts';
import { BLACK, frame, paper, RED, write } from './draw.ts';

const masks = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }))
  .chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      data: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
    }),
  );

describe('the parts of the search', () => {
  it('keep shapes apart from those of the picture before', () => {
    const first = findShapes(packMask(Uint8Array.of(1, 1, 0, 1), 4, 1));
    findShapes(packMask(new Uint8Array(16).fill(1), 4, 4));
    expect([...first.runs.start, ...first.runs.end]).toEqual([0, 3, 2, 4]);
  });

  it('find ink where it is darker than its paper, many pixels at a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer(),
        (across, down, share, seed) => {
          const width = across * 32;
          const height = down * 32;
          const value = (at: number) => Math.imul(at ^ seed, 2654435761) >>> 24;
          const light = Uint8Array.from({ length: width * height }, (_, at) => value(at));
          const columns = Math.ceil(width / 16);
          const rows = Math.ceil(height / 16);
          const around = {
            columns,
            rows,
            light: Uint8Array.from({ length: columns * rows }, (_, i) => value(i + 7)),
          };
          const planes: Planes = { width, height, scale: 1, light, red: packMask(light, 0, 0) };
          const mask = maskDarker(planes, around, share);
          const wrong = [...light.keys()].filter((at) => {
            const x = at % width;
            const y = (at - x) / width;
            const beside = around.light[(y >> 4) * columns + (x >> 4)] ?? 0;
            return inkAt(mask, x, y) !== ((light[at] ?? 0) < Math.floor(beside * share) ? 1 : 0);
          });
          expect(wrong).toEqual([]);
        },
      ),
    );
  });

  it('pack bytes as bits, whatever the width', () => {
    fc.assert(
      fc.property(masks, ({ width, height, data }) => {
        const mask = packMask(data, width, height);
        const wrong = [...data.keys()].filter(
          (at) => inkAt(mask, at % width, Math.floor(at / width)) !== data[at],
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('cut the same out of the middle of a picture as beside its border', () => {
    // Full red over one value for green and blue: both inks read that value, one of them the long way.
    const picture = paper(60, 50);
    for (let at = 0; at < picture.data.length; at++)
      if (at % 4 !== 0) picture.data[at] = Math.imul(at >> 2, 2654435761) >>> 24;
    fc.assert(
      fc.property(
        fc.record({
          x: fc.integer({ min: 24, max: 36 }),
          y: fc.integer({ min: 20, max: 30 }),
          width: fc.integer({ min: 4, max: 24 }),
          height: fc.integer({ min: 2, max: 12 }),
          angle: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        }),
        (region) => {
          const [short, long] = (['all', 'red'] as const).map(
            (ink) => sample(picture, region, 12, 4, ink).data,
          );
          expect(short).toEqual(long);
        },
      ),
    );
  });

  it('find the same whatever was searched before, in part or in full', () => {
    const marked = paper(800, 1100);
    frame(marked, 100, 150, 160, 50, RED);
    write(marked, 'MAT', 130, 165, 3, RED);
    write(marked, 'HOM', 300, 400, 3, BLACK);
    const other = paper(800, 1100);
    for (let y = 100; y < 1000; y += 60) write(other, 'TOM', 100 + y / 3, y, 3, y % 40 ? BLACK : RED);
    const alone = findCandidates(marked);
    findCandidates(other);
    for (const _ of walkCandidates(other)) break;
    expect(findCandidates(marked)).toEqual(alone);
    expect(alone.some(({ ink }) => ink === 'red')).toBe(true);
    expect(alone.some(({ ink }) => ink === 'all')).toBe(true);
  });

  it('offer upright red words before all others', () => {
    const page = paper(800, 1100);
    write(page, 'HOM', 100, 100, 3, BLACK);
    write(page, 'MAT', 130, 700, 3, RED);
    const [first] = walkCandidates(page);
    expect(first?.ink).toBe('red');
    expect(first?.region.y).toBeGreaterThan(690);
  });

  it('show what is around a region as it stands in the mask', () => {
    fc.assert(
      fc.property(
        masks,
        fc.record({
          x: fc.integer({ min: -5, max: 45 }),
          y: fc.integer({ min: -5, max: 35 }),
          width: fc.integer({ min: 1, max: 12 }),
          height: fc.integer({ min: 1, max: 6 }),
          angle: fc.double({ min: -4, max: 4, noNaN: true }),
        }),
        ({ width, height, data }, region) => {
          const mask = packMask(data, width, height);
          const { pixels, region: own } = unpackAround(mask, region, 1);
          const left = region.x - own.x;
          const top = region.y - own.y;
          const same = [...pixels.data.keys()].every((at) => {
            const x = at % pixels.width;
            return pixels.data[at] === inkAt(mask, left + x, top + (at - x) / pixels.width);
          });
          expect(same).toBe(true);
          expect(pixels.data.length).toBe(pixels.width * pixels.height);
        },
      ),
    );
  });

  it('turn every pixel to where it is looked for again', () => {
    fc.assert(
      fc.property(masks, fc.constantFrom<Turn>(0, 1, 2, 3), ({ width, height, data }, turn) => {
        const mask = packMask(data, width, height);
        const turned = turnMask(mask, turn);
        let same = 0;
        for (let at = 0; at < turned.width * turned.height; at++) {
          const x = at % turned.width;
          const y = (at - x) / turned.width;
          const pixel = { x: x + 0.5, y: y + 0.5, width: 1, height: 1, angle: 0 };
          const back = turnBack(pixel, turn, mask.width, mask.height);
          if (inkAt(turned, x, y) === inkAt(mask, Math.floor(back.x), Math.floor(back.y))) same++;
        }
        expect(same).toBe(mask.width * mask.height);
        expect(countInk(turned)).toBe(data.reduce((sum, ink) => sum + ink, 0));
      }),
    );
  });
});
