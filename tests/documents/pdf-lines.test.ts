import { describe, expect, it } from 'vitest';
import { type Glyphs, PageLines } from '../../src/documents/pdf-lines.ts';

/** A run in letters of 12 points; a space that pdf.js puts into a gap has no height. */
const run = (str: string, x: number, width: number, y = 700): Glyphs => ({
  str,
  transform: [12, 0, 0, 12, x, y],
  width,
  height: str.trim() === '' ? 0 : 12,
  hasEOL: false,
});
const lines = (...items: Glyphs[]) => {
  const page = new PageLines();
  page.add(items);
  return page.text();
};

describe('letters from another font, drawn after the rest of their line', () => {
  it('stand in the gaps that were left for them', () => {
    const drawn = [
      run('TUY', 56.8, 24.6),
      run(' ', 81.4, 7.3),
      run('T M', 88.8, 20.8),
      run(' ', 109.5, 8.6),
      run('T', 118.2, 7.3),
      run('Ệ', 81.4, 7.3),
      run(' ', 88.7, 20.9),
      run('Ậ', 109.6, 8.7),
    ];
    expect(lines(...drawn)).toBe('TUYỆT MẬT');
  });

  it('stand in gaps that are spaces inside a run, and leave the real spaces', () => {
    const drawn = [
      run('UBND T NH AN PH', 56.8, 103.4),
      run(' ', 160.2, 17.1),
      run('C', 177.3, 8),
      run('Ỉ', 100.9, 4),
      run('ƯỚ', 160.2, 17.1),
    ];
    expect(lines(...drawn)).toBe('UBND TỈNH AN PHƯỚC');
  });

  it('keep a space of their own where the gap is wider than they are', () => {
    const drawn = [run('K', 75.1, 8.7), run(' ', 83.8, 10.3), run('HO', 94.1, 17.4), run('Ế', 83.8, 7.3)];
    expect(lines(...drawn)).toBe('KẾ HO');
  });
});

describe('what is drawn over a line that is full', () => {
  it('stays behind it', () => {
    expect(lines(run('Kế hoạch trồng cây', 60, 110), run('MẬT', 80, 26))).toBe('Kế hoạch trồng cây\tMẬT');
  });

  it('does not mix with another line', () => {
    expect(lines(run('Kế hoạch', 60, 50), run('MẬT', 80, 26, 680), run('xa', 70, 12))).toBe(
      'Kế hoạch\nMẬT\nxa',
    );
  });
});

it('columns that are drawn from the right stand from the left', () => {
  expect(lines(run('hai', 300, 18), run('một', 60, 22))).toBe('một\thai');
});
