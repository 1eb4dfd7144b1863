import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_TOKEN, TokenWatch } from '../../src/documents/pdf-tokens.ts';
import { utf8 } from './writers/words.ts';

const many = (letters: string) => letters.repeat(Math.ceil((LONGEST_TOKEN + 10) / letters.length));

function isRefused(text: string, step = 1 << 20): boolean {
  const bytes = utf8(text);
  const watch = new TokenWatch();
  try {
    for (let at = 0; at < bytes.length; at += step) watch.push(bytes.subarray(at, at + step));
    return false;
  } catch {
    return true;
  }
}

describe('the words of a drawing', () => {
  it.each([
    ['a string', `(${many('a')}`],
    ['a string of strings', `(a ${many('(a) ')}`],
    ['a string that only seems to end', `(a ${many('\\) ')}`],
    ['letters as numbers', `<${many('41 ')}`],
    ['a name', `/${many('a')}`],
    ['a word', many('a')],
    ['a list', `[${'0 '.repeat(1_100_000)}`],
    ['a list of strings in a list', `[[${'(a)'.repeat(1_100_000)}`],
    ['a dictionary', `<<${'/A<41>'.repeat(600_000)}`],
    ['a string behind a picture', `BI /W 1 ID ( EI (${many('a')}`],
    ['a string behind what only seems to be a picture', `/ID ${'('.repeat(LONGEST_TOKEN + 10)}`],
  ])('are refused when too long: %s', (_, text) => {
    expect(isRefused(text)).toBe(true);
  });

  it.each([
    ['many strings', many('(a(b)\\() Tj ')],
    ['dictionaries', many('<</A <41>>> ')],
    ['a comment', `%${many('(')}`],
    ['the data of a picture', `BI /W 1 ID (${many('a')} EI (a) Tj`],
    ['what follows a picture', `BI /W 1 ID <( EI ${many('(a) Tj ')}`],
    ['lists', many('[0 (a) [1] ] TJ ')],
    ['dictionaries in lists', many('[<</A 1/B[2]>>] ')],
    ['numbers', '0 '.repeat(1_100_000)],
  ])('may be many: %s', (_, text) => {
    expect(isRefused(text)).toBe(false);
  });

  it('are the same in pieces of any size', () => {
    const texts = [
      `(${'a'.repeat(LONGEST_TOKEN)}b`,
      `BI ID ( EI (${'a'.repeat(LONGEST_TOKEN)}`,
      many('(a) '),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.integer({ min: 1000, max: 100_000 }), (text, step) => {
        expect(isRefused(text, step)).toBe(isRefused(text));
      }),
      { numRuns: 12 },
    );
  });
});
