import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCandidates, walkCandidates } from '../../src/vision/candidates.ts';
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
    const first = findShapes(Uint8Array.of(1, 1, 0, 1), 4, 1);
    findShapes(new Uint8Array(16).fill(1), 4, 4);
    expect([...first.runs.start, ...first.runs.end]).toEqual([0, 3, 2, 4]);
  });

  it('find ink where it is darker than its paper, four pixels at a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer(),
        (fours, height, share, seed) => {
          const width = fours * 4;
          const value = (at: number) => Math.imul(at ^ seed, 2654435761) >>> 24;
          const light = Uint8Array.from({ length: width * height }, (_, at) => value(at));
          const columns = Math.ceil(width / 16);
          const rows = Math.ceil(height / 16);
          const around = {
            columns,
            rows,
            light: Uint8Array.from({ length: columns * rows }, (_, i) => value(i + 7)),
          };
          const planes: Planes = { width, height, scale: 1, light, red: new Uint8Array(light.length) };
          const mask = maskDarker(planes, around, share);
          for (let at = 0; at < light.length; at++) {
            const x = at % width;
            const y = (at - x) / width;
            const beside = around.light[(y >> 4) * columns + (x >> 4)] ?? 0;
            expect(mask[at]).toBe((light[at] ?? 0) < Math.floor(beside * share) ? 1 : 0);
          }
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

  it('turn every pixel to where it is looked for again', () => {
    fc.assert(
      fc.property(masks, fc.constantFrom<Turn>(0, 1, 2, 3), ({ width, height, data }, turn) => {
        const turned = turnMask({ width, height, data: data.slice() }, turn);
        for (let at = 0; at < turned.data.length; at++) {
          const x = at % turned.width;
          const pixel = { x: x + 0.5, y: (at - x) / turned.width + 0.5, width: 1, height: 1, angle: 0 };
          const back = turnBack(pixel, turn, width, height);
          expect(turned.data[at]).toBe(data[Math.floor(back.y) * width + Math.floor(back.x)]);
        }
      }),
    );
  });
});
