import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const engine = createEngine(bundledTables);

/** Candidates that come to nothing, so many that the engine no longer weighs all of them. */
const FLOODS: readonly (readonly [string, string])[] = [
  ['broken headings', 'TUYỆT MẬT ONG, TỐI MẬT ĐỘ,\n'],
  ['words in sentences', 'bí mật, bảo mật và mật khẩu. '],
  ['words without diacritics', 'mat '],
  ['list items', '- MẬT;\n'],
  ['tags', '<i>Loại MẬT;</i><br>'],
  ['an old encoding', 'mËt tuyÖt mËt §éc lËp\n'],
  ['talk on lines', 'Loại MẬT;\n'],
];

const PAPERS: readonly (readonly [string, string, string])[] = [
  [
    'a modern paper',
    'UBND TỈNH BẮC HẢI\nSố: 9/BC-UBND\nTỐI MẬT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n',
    'toi-mat',
  ],
  ['a party paper', 'TỈNH ỦY BẮC HẢI\n*\nSố 7-BC/TU\nTUYỆT MẬT\nĐẢNG CỘNG SẢN VIỆT NAM\n', 'tuyet-mat'],
  ['a label', 'Số ký hiệu: 9/BC-STP\nĐộ mật: Mật\nĐộ khẩn: Thường\n', 'mat'],
  ['an agency of a short name', 'SỞ Y TẾ\nMẬT\nBÁO CÁO\nvề công tác quý II\n', 'mat'],
];

describe('after a flood of candidates', () => {
  for (const [flood, piece] of FLOODS) {
    it.each(PAPERS)(`of ${flood}, %s below is still blocked`, (_, paper, level) => {
      const alone = engine.inspect(paper).filter(({ action }) => action === 'block');
      expect(alone.map((finding) => finding.level)).toContain(level);
      const text = `${piece.repeat(3000)}\n\n${paper}`;
      const found = engine
        .inspect(text)
        .filter(({ action, start }) => action === 'block' && start > text.length - paper.length - 1);
      expect(found.map((finding) => finding.level)).toContain(level);
    });
  }

  it('that look like heads, the text is called in doubt rather than passed', () => {
    const text = `${'Số: 1/BC-UBND MẬT ONG\n'.repeat(3000)}\n\n${PAPERS[0]![1]}`;
    expect(engine.inspect(text).some(({ action }) => action !== 'allow')).toBe(true);
  });
});
