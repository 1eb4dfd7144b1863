import { describe, expect, it } from 'vitest';
import { inkAt, type Mask } from '../../src/vision/bits.ts';
import { findCandidates } from '../../src/vision/candidates.ts';
import { maskGrey } from '../../src/vision/grey-ink.ts';
import { INK, maskDarker, measurePaper } from '../../src/vision/mask.ts';
import { shrink } from '../../src/vision/planes.ts';
import { findShapes } from '../../src/vision/shapes.ts';
import type { Pixels } from '../../src/vision/types.ts';
import { BLACK, type Canvas, type Colour, fillBox, frame, paper, write } from './draw.ts';

const GREY: Colour = [140, 140, 140];

/** Lines of print down a page. */
function print(page: Canvas, from = 60): void {
  for (let y = from; y < page.height - 40; y += 30) write(page, 'TATMHATAMOTHAMTATMOM', 40, y, 2, BLACK);
}

function grey(page: Pixels): Mask | null {
  const planes = shrink(page);
  const paperLight = measurePaper(planes);
  const dark = maskDarker(planes, paperLight, INK);
  return maskGrey(planes, paperLight, dark, findShapes(dark));
}

describe('grey ink', () => {
  it('is not there on a page of print alone', () => {
    const page = paper(800, 1100);
    print(page);
    expect(grey(page)).toBeNull();
  });

  it('is told from print that runs over it, and goes on under it', () => {
    const page = paper(800, 1100);
    print(page, 300);
    fillBox(page, 100, 100, 12, 80, GREY);
    fillBox(page, 60, 130, 300, 3, BLACK);
    const mask = grey(page);
    const at = (x: number, y: number) => mask && inkAt(mask, x, y);
    expect([at(105, 110), at(105, 131), at(105, 170)]).toEqual([1, 1, 1]);
    expect([at(200, 131), at(60, 310)]).toEqual([0, 0]);
  });

  it('is none where most of the page is of one grey', () => {
    const page = paper(800, 1100);
    for (let y = 60; y < 1060; y += 30) write(page, 'TATMHATAMOTHAM', 40, y, 2, GREY);
    expect(grey(page)).toBeNull();
  });

  it('shows the search a stamp under a line of print', () => {
    const page = paper(800, 1100);
    print(page, 300);
    frame(page, 100, 100, 150, 60, GREY);
    const width = write(page, 'MAT', 125, 115, 4, GREY);
    write(page, 'TATMHATAMOTHAMTAT', 40, 124, 2, BLACK);
    const hit = findCandidates(page).find(
      ({ alone, region }) =>
        alone && Math.hypot(region.x - (125 + width / 2), region.y - 129) < 12 && region.width < width * 1.4,
    );
    expect(hit?.region.width).toBeGreaterThan(width * 0.85);
  });
});
