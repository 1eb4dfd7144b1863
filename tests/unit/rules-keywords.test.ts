import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { createKeywordFinder, hashKeyword } from '../../src/engine/keywords.ts';
import { SipHash } from '../../src/engine/siphash.ts';
import type { KeywordTable } from '../../src/engine/tables.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const salt = '000102030405060708090a0b0c0d0e0f';

function tableOf(words: readonly string[], action: 'warn' | 'block' = 'warn'): KeywordTable {
  const hashes = words.map((word) => hashKeyword(salt, word)!);
  return { salt, rules: [{ ruleId: 'keyword.test', action, hashes }] };
}

const find = (text: string, ...words: string[]) =>
  createKeywordFinder(tableOf(words))
    .find(text)
    .map(({ start, end }) => text.slice(start, end));

describe('the keyed hash', () => {
  it('is SipHash-2-4 as its authors published it', () => {
    const out = new Int32Array(2);
    new SipHash(salt).begin().take(0x03020100, 0x07060504).finish(0x0b0a0908, 0x0f0e0d0c, out, 0);
    expect([out[1]! >>> 0, out[0]! >>> 0]).toEqual([0xa129ca61, 0x49be45e5]);
  });

  it('changes with the salt', () => {
    expect(hashKeyword('f'.repeat(32), 'Sao Mai')).not.toEqual(hashKeyword(salt, 'Sao Mai'));
  });
});

describe('keywords', () => {
  it.each([
    ['Kế hoạch Sao Mai 27 đã duyệt.', 'Sao Mai 27'],
    ['kế hoạch SAO MAI 27', 'SAO MAI 27'],
    ['ke hoach sao-mai-27;', 'sao-mai-27'],
    ['Sao\nMai\t27', 'Sao\nMai\t27'],
    ['Sa\u0301o Ma\u0309i 27', 'Sa\u0301o Ma\u0309i 27'],
    ['Ｓａｏ Ｍａｉ ２７', 'Ｓａｏ Ｍａｉ ２７'],
    ['S\u200bao Mai 27', 'S\u200bao Mai 27'],
  ])('are found in %j', (text, words) => {
    expect(find(text, 'Sao Mai 27')).toEqual([words]);
  });

  it.each([
    'Sao Mai 28',
    'Sao Mai',
    'Sao Mai27',
    'Sao Mai 270',
    'xSao Mai 27',
    'Mai Sao 27',
    'Sao Mai số 27',
  ])('are not found in %j: exact words only', (text) => expect(find(text, 'Sao Mai 27')).toEqual([]));

  it('of one to eight words are found, beside each other and inside each other', () => {
    expect(find('a b c d e f g h', 'a b c d e f g h', 'c d', 'h')).toEqual(['c d', 'a b c d e f g h', 'h']);
  });

  it('of no word or nine words make no hash', () => {
    expect(hashKeyword(salt, ' - ')).toBeNull();
    expect(hashKeyword(salt, 'a b c d e f g h i')).toBeNull();
  });

  it('are found wherever they stand in any text', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 8 });
    const around = fc.string({ maxLength: 40 }).map((text) => ` ${text} `);
    fc.assert(
      fc.property(words, around, around, (keyword, before, after) => {
        const text = `${before}. ${keyword.join(' ')} .${after}`;
        expect(find(text, keyword.join(' '))).toContain(keyword.join(' '));
      }),
    );
  });

  it('never make the search throw', () => {
    const finder = createKeywordFinder(tableOf(['Sao Mai']));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void finder.find(text)));
  });
});

describe('the engine with keywords', () => {
  const engine = createEngine({ ...bundledTables, keywords: tableOf(['Sao Mai 27'], 'block') });

  it('answers them as findings of their rule', () => {
    expect(engine.inspect('về Sao Mai 27')).toMatchObject([
      { ruleId: 'keyword.test', kind: 'keyword', level: null, action: 'block', start: 3, end: 13 },
    ]);
  });

  it('finds them once in markup, with their place in the source', () => {
    const text = '<p>về <b>Sao</b> Mai 27 &amp; khác</p>';
    const [finding, ...more] = engine.inspect(text);
    expect(more).toEqual([]);
    expect(text.slice(finding!.start, finding!.end)).toBe('Sao</b> Mai 27');
  });

  it('still finds markings', () => {
    expect(engine.inspect('Độ mật: MẬT').map(({ ruleId }) => ruleId)).toEqual(['marking.mat']);
  });
});

describe('keywords in other writing', () => {
  const engine = createEngine({ ...bundledTables, keywords: tableOf(['Kế hoạch Hải Đăng']) });

  it.each([
    ['TCVN3', '§éc lËp. KÕ ho¹ch H¶i §¨ng, ngµy 5'],
    ['no accents', 'ke hoach hai dang'],
    ['HTML entities', 'K&#7871; ho&#7841;ch H&#7843;i &#272;&#259;ng'],
    ['JSON escapes', '{"a":"K\\u1ebf ho\\u1ea1ch H\\u1ea3i \\u0110\\u0103ng"}'],
  ])('are found in %s', (_, text) => {
    expect(engine.inspect(text).map(({ ruleId }) => ruleId)).toContain('keyword.test');
  });
});
