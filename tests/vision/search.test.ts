import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMask } from '../../src/vision/bits.ts';
import { findCandidates } from '../../src/vision/candidates.ts';
import { cutOut } from '../../src/vision/crop.ts';
import { findShapes } from '../../src/vision/shapes.ts';
import { findStamps } from '../../src/vision/stamps.ts';
import { BLACK, fillBox, frame, paper, RED, write } from './draw.ts';

describe('the search for places', () => {
  it('finds a short red line inside a frame, where it stands', () => {
    const page = paper(800, 1100);
    frame(page, 100, 150, 160, 50, RED);
    const width = write(page, 'MAT', 130, 165, 3, RED);
    const red = findCandidates(page).filter(({ ink }) => ink === 'red');
    const hit = red.find(({ region }) => Math.abs(region.x - (130 + width / 2)) < 8);
    expect(hit?.region.y).toBeGreaterThan(150);
    expect(hit?.region.y).toBeLessThan(200);
  });

  it('finds words that touch their frame', () => {
    const page = paper(800, 1100);
    frame(page, 100, 150, 130, 40, RED);
    write(page, 'MAT', 130, 152, 4, RED);
    fillBox(page, 130, 150, 4, 6, RED);
    expect(findCandidates(page).some(({ kind }) => kind === 'frame')).toBe(true);
  });

  it('looks at a short line in black, and not at one that goes on', () => {
    const short = paper(900, 600);
    write(short, 'MAT', 60, 60, 3, BLACK);
    expect(findCandidates(short).length).toBeGreaterThan(0);
    const long = paper(900, 600);
    write(long, 'MATHOMATHOMATHOMATHO', 20, 60, 3, BLACK);
    expect(findCandidates(long)).toHaveLength(0);
  });

  it('finds nothing on an empty page', () => {
    expect(findCandidates(paper(800, 1100))).toHaveLength(0);
    expect(findStamps(paper(800, 1100))).toHaveLength(0);
  });

  it.each([
    [1, 'on its right side', (x: number, y: number) => [y, 799 - x] as const],
    [2, 'upside down', (x: number, y: number) => [799 - x, 1099 - y] as const],
    [3, 'on its left side', (x: number, y: number) => [1099 - y, x] as const],
  ])('finds a line on a page that lies turned by %i quarters, %s', (quarters, _, turned) => {
    const page = paper(800, 1100);
    for (let y = 300; y < 1000; y += 30) write(page, 'TATMHATAMOTHAM', 60, y, 2, BLACK);
    const width = write(page, 'MAT', 130, 165, 3, RED);
    const lying = quarters === 2 ? paper(800, 1100) : paper(1100, 800);
    for (let y = 0; y < 1100; y++) {
      for (let x = 0; x < 800; x++) {
        const [tx, ty] = turned(x, y);
        lying.data.set(
          page.data.subarray((y * 800 + x) * 4, (y * 800 + x) * 4 + 4),
          (ty * lying.width + tx) * 4,
        );
      }
    }
    const [x, y] = turned(130 + width / 2, 175);
    const hits = findCandidates(lying).filter(
      ({ ink, region }) => ink === 'red' && Math.hypot(region.x - x, region.y - y) < 14,
    );
    const upright = Math.cos((-quarters * Math.PI) / 2);
    expect(hits.some(({ region }) => Math.abs(Math.cos(region.angle) - upright) < 0.1)).toBe(true);
  });

  it('never looks at more than 320 places, whatever the picture', () => {
    const page = paper(1300, 1300);
    for (let y = 10; y < 1290; y += 28) {
      for (let x = 10; x < 1250; x += 90) write(page, 'TH', x, y, 2, (x + y) % 3 ? BLACK : RED);
    }
    expect(findCandidates(page).length).toBeLessThanOrEqual(320);
  });

  it('survives any pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer(),
        (width, height, seed) => {
          const data = new Uint8Array(width * height * 4);
          let state = seed | 1;
          for (let i = 0; i < data.length; i++) {
            state = (Math.imul(state, 1664525) + 1013904223) | 0;
            data[i] = state >>> 24;
          }
          expect(() => findStamps({ width, height, data })).not.toThrow();
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('shapes', () => {
  it('are the same as by flooding, for any mask', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 144 }),
        (width, dots) => {
          const height = Math.ceil(dots.length / width);
          const mask = new Uint8Array(width * height);
          dots.forEach((dot, i) => {
            mask[i] = dot ? 1 : 0;
          });
          const { count, area } = findShapes(packMask(mask, width, height));
          expect([...area].sort((a, b) => a - b)).toEqual(flood(mask, width, height).sort((a, b) => a - b));
          expect(area).toHaveLength(count);
        },
      ),
    );
  });
});

describe('a crop', () => {
  it('takes a turned rectangle upright and spreads its light', () => {
    const page = paper(200, 200);
    fillBox(page, 0, 0, 200, 200, [120, 120, 120]);
    fillBox(page, 60, 95, 80, 10, [60, 60, 60]);
    const { data } = cutOut(page, { x: 100, y: 100, width: 100, height: 40, angle: 0 }, 50, 20, 'all');
    expect(data[10 * 50 + 25]).toBe(0);
    expect(data[2 * 50 + 25]).toBe(255);
  });

  it('sees red ink alone through black ink', () => {
    const page = paper(100, 60);
    fillBox(page, 0, 20, 100, 10, BLACK);
    fillBox(page, 0, 35, 100, 10, RED);
    const { data } = cutOut(page, { x: 50, y: 30, width: 100, height: 60, angle: 0 }, 100, 60, 'red');
    expect(data[25 * 100 + 50]).toBe(255);
    expect(data[40 * 100 + 50]).toBe(0);
  });
});

/** Areas of 8-connected shapes. */
function flood(mask: Uint8Array, width: number, height: number): number[] {
  const seen = new Uint8Array(mask.length);
  const areas: number[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen[start]) continue;
    const stack = [start];
    seen[start] = 1;
    let area = 0;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      area++;
      const x = at % width;
      const y = Math.floor(at / width);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const to = (y + dy) * width + x + dx;
          if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
          if (mask[to] && !seen[to]) {
            seen[to] = 1;
            stack.push(to);
          }
        }
      }
    }
    areas.push(area);
  }
  return areas;
}
