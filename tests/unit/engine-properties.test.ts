import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { DECOMPOSED } from '../../src/engine/fold.ts';
import { readLegacy } from '../../src/engine/legacy.ts';
import { spell } from '../../src/engine/marks.ts';
import { readEscapes, readMarkup, readSquares } from '../../src/engine/markup.ts';
import { RollingBuffer } from '../../src/engine/rolling-buffer.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { CLEAN } from '../rules/fixtures/clean.ts';
import { DISGUISES, LAYOUTS } from '../rules/fixtures/marked.ts';

const engine = createEngine(bundledTables);

/** Text made of what the engine looks at hardest, with noise between. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'MẬT',
        'TỐI MẬT',
        'Độ mật:',
        'mat',
        'M',
        'Ậ',
        'T',
        'A\u0302\u0323',
        '\n',
        '\t',
        ' ',
        '   ',
        '|',
        '<b>',
        '</b>',
        '&#7852;',
        '&',
        '\\n',
        '\\u1eac',
        '%E1%BA%AC',
        '=E1=BA=AC',
        'MËT',
        '§éc',
        'MAÄT',
        'MA^.T',
        'Máº¬T',
        '\u200b',
        '\u00ad',
        '\ud835',
        '\udc00',
        '☑',
        '🅼',
        '🇲',
        'Số: 1/BC-',
        '绝密',
        'SECRET',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

const verdict = (text: string) =>
  engine
    .inspect(text)
    .filter((finding) => finding.kind === 'marking')
    .map((finding) => `${finding.action} ${finding.level}`)
    .sort()
    .join();

const summary = (text: string) => [...new Set(verdict(text).split(','))].join();

const samples = [...LAYOUTS, ...DISGUISES, ...CLEAN];
/** Decomposing the bytes of an old encoding makes them another text. */
const unicode = samples.filter(({ name }) => !/TCVN3|VNI|cp1252|mojibake/.test(name));

describe('the engine', () => {
  it('throws for no string, and points into the source', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const finding of engine.explain(text)) {
          for (const { start, end } of [finding, ...finding.signals.filter((signal) => signal.start >= 0)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('points at letters of the level in the source, whatever the encoding', () => {
    for (const { text } of DISGUISES) {
      for (const { start, end } of engine.inspect(text)) expect(text.slice(start, end).trim()).not.toBe('');
    }
  });

  it('says the same of composed and decomposed text', () => {
    for (const { text } of unicode)
      expect(summary(text.normalize('NFD'))).toBe(summary(text.normalize('NFC')));
  });

  it('says the same with either kind of line end', () => {
    for (const { text } of samples) {
      const unix = text.replace(/\r\n?/g, '\n');
      expect(summary(unix.replaceAll('\n', '\r\n'))).toBe(summary(unix));
    }
  });

  it('still blocks with clean text around', () => {
    const clean = `${'Các đơn vị tổng hợp số liệu và gửi về văn phòng đúng hạn.\n'.repeat(20)}\n`;
    for (const { text, name } of LAYOUTS) {
      const found = engine.inspect(`${clean}\n${text}\n\n${clean}`);
      // A level alone is a marking because nothing else is there.
      if (/alone/.test(name)) continue;
      expect(
        found.some((finding) => finding.action === 'block'),
        name,
      ).toBe(true);
    }
  });
});

/** Lines that are no heads and no talk of secrecy. */
const cleanLine = fc.constantFrom(
  'Các đơn vị tổng hợp số liệu và gửi về văn phòng đúng hạn.',
  'Trường tổ chức cho học sinh tham quan vườn cây của xã.',
  'Cuộc họp giao ban bắt đầu lúc 8 giờ tại phòng họp tầng hai.',
  'Giá gạo hôm nay là 15.000 đồng một cân; xăng không đổi.',
);
const cleanText = fc.array(cleanLine, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));
/** Heads that decide by themselves, whatever else is in the text. */
const headed = LAYOUTS.filter(({ text }) => /\nSố[: ]/.test(text));

describe('the verdict', () => {
  it('does not depend on composition, line ends and clean text around, all at once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...headed),
        cleanText,
        cleanText,
        fc.constantFrom('NFC', 'NFD'),
        fc.constantFrom('\n', '\r\n', '\r'),
        ({ text, level }, before, after, form, lineEnd) => {
          const whole = `${before}\n\n${text}\n\n${after}`.normalize(form).replaceAll('\n', lineEnd);
          const levels = engine.inspect(whole).filter(({ action }) => action === 'block');
          expect([...new Set(levels.map((finding) => finding.level))]).toEqual([level]);
        },
      ),
      { numRuns: 300 },
    );
    expect(headed.length).toBeGreaterThan(5);
  });

  it('points at the letters of the level, whatever invisible signs stand between them', () => {
    const words = { mat: 'mat', 'toi-mat': 'toimat', 'tuyet-mat': 'tuyetmat' };
    fc.assert(
      fc.property(
        fc.constantFrom('MẬT', 'TỐI MẬT', 'TUYỆT MẬT'),
        fc.array(fc.constantFrom('', '\u200b', '\u00ad', '\u2060', '\u200d'), {
          minLength: 12,
          maxLength: 12,
        }),
        cleanText,
        fc.constantFrom('NFC', 'NFD'),
        (stamp, signs, before, form) => {
          const spread = [...stamp.normalize(form)].map((sign, i) => sign + (signs[i] ?? '')).join('');
          const text = `${before}\n\nUBND XÃ BẮC HẢI\nSố: 3/BC-UBND\n${spread}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`;
          const blocks = engine.inspect(text).filter(({ action }) => action === 'block');
          expect(blocks.length).toBeGreaterThan(0);
          for (const { start, end, level } of blocks) {
            const plain = text
              .slice(start, end)
              .normalize('NFD')
              .replace(/[^a-z]/giu, '')
              .toLowerCase();
            expect(plain).toBe(words[level!]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('every reading', () => {
  it('keeps an offset into the source for each of its units, never going back', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const source = { text, from: null };
        const plain = readMarkup(readSquares(readEscapes(source)));
        for (const reading of [plain, ...readLegacy(plain)]) {
          if (!reading.from) continue;
          expect(reading.from.length).toBe(reading.text.length + 1);
          for (let i = 1; i < reading.from.length; i++) {
            expect(reading.from[i]!).toBeGreaterThanOrEqual(reading.from[i - 1]!);
          }
          expect(reading.from.at(-1)).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('letters', () => {
  it('are taken apart as Unicode takes them apart', () => {
    for (const [from, letters] of DECOMPOSED) {
      for (let i = 0; i < letters.length; i++) {
        const [first] = String.fromCharCode(from + i).normalize('NFKD');
        expect(letters[i]).toBe(first! < '\u0080' ? first : '.');
      }
    }
  });

  it('of other scripts and letter forms are read as what they look like', () => {
    for (const spelling of [
      'ТОІ МАТ',
      'ΤΟΙ ΜΑΤ',
      'ᎢՕӀ ᎷᎪᎢ',
      'ꓔꓳꓲ ꓟꓮꓔ',
      'ⲦⲞⲒ ⲘⲀⲦ',
      'ᵀᴼᴵ ᴹᴬᵀ',
      '🄣🄞🄘 🄜🄐🄣',
      '🅃🄾🄸 🄼🄰🅃',
      '𝐓𝐎𝐈 𝐌𝐀𝐓',
    ]) {
      const paper = `SỞ TƯ PHÁP\nSố: 9/BC-STP\n\n${spelling}\n\nBÁO CÁO\nCông tác quý III`;
      expect([spelling, engine.inspect(paper).map(({ action, level }) => [action, level])]).toEqual([
        spelling,
        [['block', 'toi-mat']],
      ]);
    }
  });

  it('come out the same from every order of marks', () => {
    for (const spelling of ['MẬT', 'MA\u0302\u0323T', 'MA\u0323\u0302T', 'MÂ\u0323T', 'MẠ\u0302T']) {
      expect(spell(spelling, 0, spelling.length)).toEqual(spell('MẬT', 0, 3));
    }
  });
});

describe('the rolling buffer', () => {
  it('shows a marking split over two pieces', () => {
    const buffer = new RollingBuffer();
    buffer.keep('SỞ TƯ PHÁP\nSố: 9/BC-STP\nTỐI ');
    const { text, from } = buffer.join('MẬT\nBÁO CÁO');
    expect(engine.inspect(text).map((finding) => finding.level)).toEqual(['toi-mat']);
    expect(text.slice(from)).toBe('MẬT\nBÁO CÁO');
  });

  it('never holds more than its reach', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (pieces) => {
        const buffer = new RollingBuffer(10);
        for (const piece of pieces) buffer.keep(piece);
        expect(buffer.join('').text.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
