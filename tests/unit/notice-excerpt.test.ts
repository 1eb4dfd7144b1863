import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutExcerpt } from '../../src/ui/excerpt.ts';

function cut(text: string, phrase: string) {
  const start = text.indexOf(phrase);
  return cutExcerpt(text, start, start + phrase.length);
}

describe('an excerpt', () => {
  it('keeps a short text whole and names the line', () => {
    expect(cut('Dòng một\nđộ MẬT ở đây\nDòng ba', 'MẬT')).toEqual({
      before: 'Dòng một\nđộ ',
      marked: 'MẬT',
      after: ' ở đây\nDòng ba',
      line: 2,
    });
  });

  it('does not emphasise the white space around the mark, nor count it', () => {
    expect(cut('Số: 1\n\n MẬT \n\nKính gửi', '\n\n MẬT \n\n')).toMatchObject({ marked: 'MẬT', line: 3 });
  });

  it('cuts long surroundings at whole words', () => {
    const { before, after } = cut(`${'trước '.repeat(50)}MẬT${' sau'.repeat(50)}`, 'MẬT');
    expect(before).toMatch(/^…(trước )+$/);
    expect(after).toMatch(/^( sau)+…$/);
  });

  it('shows at most three lines on either side', () => {
    const { before, after } = cut(`${'a\n'.repeat(20)}MẬT${'\nb'.repeat(20)}`, 'MẬT');
    expect(before.split('\n').length).toBe(3);
    expect(after.split('\n').length).toBe(3);
  });

  it('shortens a mark that is longer than a few words', () => {
    const text = 'M '.repeat(1000);
    expect(cutExcerpt(text, 0, text.length).marked.length).toBeLessThan(130);
  });

  it('drops characters that would turn the reading direction or hide', () => {
    expect(cut('a\u202eb MẬT \u2066c\u0007d', 'MẬT')).toMatchObject({ before: 'ab ', after: ' cd' });
  });

  it('takes any text and any range, stays short and never splits a character', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 500 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: -9, max: 600 }),
        fc.integer({ min: -9, max: 600 }),
        (whole, start, end) => {
          const { before, marked, after, line } = cutExcerpt(whole, start, end);
          expect(before.length + marked.length + after.length).toBeLessThan(280);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(before.isWellFormed() && after.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});
