import { describe, expect, it } from 'vitest';
import { packMask } from '../../src/vision/bits.ts';
import { findCandidates } from '../../src/vision/candidates.ts';
import { findFrames } from '../../src/vision/frames.ts';
import { findInFrame } from '../../src/vision/in-frame.ts';
import { findRuled, isAmong } from '../../src/vision/ruled-frames.ts';
import { findShapes } from '../../src/vision/shapes.ts';
import { BLACK, type Canvas, type Colour, fillBox, frame, paper, RED, write } from './draw.ts';

const GREY: Colour = [232, 232, 232];

function inkOf({ width, height, data }: Canvas) {
  const ink = Uint8Array.from({ length: width * height }, (_, at) => (data[at * 4 + 1]! < 128 ? 1 : 0));
  return packMask(ink, width, height);
}

/** The whole of a seal is drawn, for it makes one shape with the frame. */
function seal(on: Canvas, x: number, y: number, radius: number): void {
  for (let turn = 0; turn < 2000; turn++) {
    const angle = (turn * Math.PI) / 1000;
    fillBox(
      on,
      Math.round(x + radius * Math.cos(angle)),
      Math.round(y + radius * Math.sin(angle)),
      4,
      4,
      RED,
    );
  }
}

describe('places that are found late', () => {
  it('are in a frame that has grown together with a seal', () => {
    const page = paper(640, 480);
    frame(page, 200, 200, 160, 40, RED);
    seal(page, 200, 160, 70);
    const mask = inkOf(page);
    expect(findFrames(findShapes(mask))).toEqual([]);
    const [found] = findRuled(mask);
    expect(found?.x).toBeCloseTo(280, -1);
    expect(found?.y).toBeCloseTo(220, -1);
    expect(found?.width).toBeCloseTo(160, -1);
  });

  it('are in a frame whose sides are torn, once for all lines of a double frame', () => {
    const page = paper(640, 480);
    for (const y of [200, 206, 240, 246]) fillBox(page, 200, y, 160, 2, BLACK);
    const found = findRuled(inkOf(page));
    expect(found).toHaveLength(1);
    expect(found[0]?.height).toBeGreaterThan(30);
  });

  it('are between lines of ten pixels of ink in a row and more, wherever these stand', () => {
    for (const dash of [9, 10]) {
      const page = paper(640, 480);
      for (const y of [200, 240])
        for (let x = 203; x < 363; x += dash + 1) fillBox(page, x, y, dash, 2, BLACK);
      expect(findRuled(inkOf(page))).toHaveLength(dash === 10 ? 1 : 0);
    }
  });

  it('are looked at once on two masks', () => {
    const one = { x: 280, y: 220, width: 160, height: 40, angle: 0 };
    expect(isAmong([one], { ...one, x: 281, width: 162 })).toBe(true);
    expect(isAmong([one], { ...one, height: 50 })).toBe(false);
  });

  it('are not between lines of letters, or lines that do not stand below each other', () => {
    const page = paper(900, 480);
    write(page, 'MATHOMATHOMATHOMATHO', 20, 60, 3, BLACK);
    write(page, 'HOMATHOMATHOMATHOMAT', 20, 100, 3, BLACK);
    fillBox(page, 100, 300, 150, 2, BLACK);
    fillBox(page, 500, 340, 150, 2, BLACK);
    expect(findRuled(inkOf(page))).toEqual([]);
  });

  it('are in the middle of their frame, whatever covers one end of the words', () => {
    const page = paper(640, 480);
    frame(page, 200, 200, 200, 50, RED);
    write(page, 'MAT', 270, 212, 3, RED);
    fillBox(page, 262, 203, 28, 44, [255, 255, 255]);
    const whole = { x: 300, y: 225, width: 200, height: 50, angle: 0 };
    const off = (places: readonly { x: number }[]) => Math.min(...places.map(({ x }) => Math.abs(x - 300)));
    expect(off(findInFrame(page, whole, 'red'))).toBeGreaterThan(6);
    expect(off(findInFrame(page, whole, 'red', true))).toBeLessThan(1);
  });

  it('are in faint ink, after all others, on a page that shows no red', () => {
    const page = paper(800, 1100);
    for (let y = 300; y < 1000; y += 30) write(page, 'TATMHATAMOTHAM', 60, y, 2, BLACK);
    write(page, 'MAT', 130, 165, 3, GREY);
    const places = findCandidates(page);
    const late = places.findIndex(({ region, late }) => late && Math.abs(region.y - 175) < 12);
    expect(late).toBeGreaterThan(-1);
    expect(places.slice(late).every((place) => place.late)).toBe(true);
    fillBox(page, 500, 1020, 60, 20, RED);
    expect(findCandidates(page).some(({ region }) => Math.abs(region.y - 175) < 12)).toBe(false);
  });
});
