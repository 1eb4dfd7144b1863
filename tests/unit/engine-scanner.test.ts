import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInvisible, symbolOf } from '../../src/engine/fold.ts';
import { choosePlaces } from '../../src/engine/key-places.ts';
import { isInSentence, isWhole } from '../../src/engine/locate.ts';
import { createScanner, createStretchScanner } from '../../src/engine/scanner.ts';

const LONGEST_GAP = 12;

const lettersOf = (text: string): number[] =>
  [...text].map((sign) => symbolOf(sign.charCodeAt(0))).filter((symbol) => symbol !== 0);

/** Where the letters of a phrase begin and end, found by trying every unit; of a marking not in sentences. */
function findPlainly(text: string, phrase: string, isMarking = false): string[] {
  const letters = lettersOf(phrase);
  const found: string[] = [];
  for (let first = 0; first < text.length; first++) {
    const last = endFrom(text, first, letters);
    if (last >= 0 && isWhole(text, first, last) && !(isMarking && isInSentence(text, first, last)))
      found.push(`${phrase} ${first}-${last}`);
  }
  return found;
}

function endFrom(text: string, first: number, letters: readonly number[]): number {
  let at = first - 1;
  for (const letter of letters) {
    let gap = 0;
    for (at++; at < text.length && symbolOf(text.charCodeAt(at)) === 0; at++)
      if (at === first || (!isInvisible(text.charCodeAt(at)) && ++gap > LONGEST_GAP)) return -1;
    if (at >= text.length || symbolOf(text.charCodeAt(at)) !== letter) return -1;
  }
  return at;
}

const word = fc.constantFrom(
  'mat',
  'MẬT',
  'tối',
  'TOI',
  'bí',
  'quốc',
  'phòng',
  'ma',
  'an',
  'na',
  'a',
  '密',
  '绝',
  '0',
  '1/b',
  'я',
);
const phrase = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const gap = fc.constantFrom(
  '',
  ' ',
  '  ',
  '\n',
  '\u200b',
  '\u0323',
  ' - ',
  ' '.repeat(12),
  ' '.repeat(13),
  '.',
  '\ud83c',
);
const text = fc
  .array(fc.tuple(word, gap), { maxLength: 40 })
  .map((pieces) => pieces.map(([letters, between]) => letters + between).join(''));

/** No places, those that were chosen for the phrases, and those of quite other phrases. */
const places = fc.oneof(fc.constant(null), fc.constant(undefined), fc.string({ maxLength: 30 }));

describe('the scanner', () => {
  it('finds what trying every place finds, whatever the phrases, the gaps and the places', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { maxLength: 30 }),
        fc.nat(30),
        text,
        places,
        (phrases, most, source, given) => {
          const wanted = phrases.filter((each) => lettersOf(each).length > 1);
          const whole = Math.min(most, wanted.length);
          const found: string[] = [];
          const chosen = given === null ? choosePlaces(wanted.slice(whole)) : given;
          createScanner(wanted, whole, chosen).scan(source, (at, first, last) => {
            if (isWhole(source, first, last)) found.push(`${wanted[at]} ${first}-${last}`);
            return 0;
          });
          const all = wanted.flatMap((each, at) => findPlainly(source, each, at < whole));
          expect(found.sort()).toEqual(all.sort());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the same in a stretch of a text, and nothing that ends before it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { maxLength: 30 }),
        text,
        places,
        fc.nat(60),
        fc.nat(60),
        (phrases, source, given, cut, length) => {
          const wanted = phrases.filter((each) => lettersOf(each).length > 1);
          const chosen = given === null ? choosePlaces(wanted) : given;
          const [from, to] = [Math.min(cut, source.length), Math.min(cut + length, source.length)];
          const found: string[] = [];
          createStretchScanner(wanted, chosen)(source, from, to, (at, first, last) => {
            if (isWhole(source, first, last)) found.push(`${wanted[at]} ${first}-${last}`);
            return 0;
          });
          const all = wanted.flatMap((each) => findPlainly(source, each));
          expect(all).toEqual(expect.arrayContaining(found));
          const inside = all.filter((line) => {
            const [first, last] = line
              .slice(line.lastIndexOf(' ') + 1)
              .split('-')
              .map(Number);
            return first! >= from && last! < to;
          });
          expect(found).toEqual(expect.arrayContaining(inside));
          expect(found.length).toBe(new Set(found).size);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves a phrase out until the unit that was answered', () => {
    const source = 'TỐI MẬT '.repeat(20);
    const firsts: number[] = [];
    createScanner(['tối mật'], 1).scan(source, (_, first) => {
      firsts.push(first);
      return first === 0 ? 80 : 0;
    });
    expect(firsts).toEqual([0, 80, 88, 96, 104, 112, 120, 128, 136, 144, 152]);
  });

  it('leaves all phrases out that are found by their last letters, when the answer is negative', () => {
    const found: string[] = [];
    createScanner(['tối mật', 'mật', 'quốc phòng'], 2, '').scan(
      'TỐI MẬT QUỐC PHÒNG '.repeat(4),
      (at, first) => {
        found.push(`${at} ${first}`);
        return first === 0 ? -38 : 0;
      },
    );
    expect(found).toEqual(['0 0', '2 8', '2 27', '0 38', '1 42', '2 46', '0 57', '1 61', '2 65']);
  });

  it('leaves a phrase of three letters out until the unit that was answered', () => {
    const firsts: number[] = [];
    createScanner(['mật'], 1).scan('MẬT '.repeat(20), (_, first) => {
      firsts.push(first);
      return first === 0 ? 60 : 0;
    });
    expect(firsts).toEqual([0, 60, 64, 68, 72, 76]);
  });

  it('notes places over its whole store of notes and goes on', () => {
    let count = 0;
    createScanner(['mật'], 1).scan('MẬT '.repeat(5000), () => {
      count++;
      return 0;
    });
    expect(count).toBe(5000);
  });
});
