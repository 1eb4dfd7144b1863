import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { CLEAN } from './fixtures/clean.ts';
import { FRESH_CLEAN, FRESH_DISGUISED, FRESH_MARKED } from './fixtures/fresh.ts';
import { DISGUISES, LAYOUTS } from './fixtures/marked.ts';

const engine = createEngine(bundledTables);
const blocks = (text: string) => engine.inspect(text).filter((finding) => finding.action === 'block');

describe('a marking is blocked with its level in this layout:', () => {
  it.each([...LAYOUTS, ...FRESH_MARKED])('$name', ({ text, level }) => {
    expect(new Set(blocks(text).map((finding) => finding.level))).toEqual(new Set([level]));
  });
});

describe('a marking is blocked with its level in this disguise:', () => {
  it.each([...DISGUISES, ...FRESH_DISGUISED])('$name', ({ text, level }) => {
    expect(new Set(blocks(text).map((finding) => finding.level))).toEqual(new Set([level]));
  });
});

describe('nothing is found in', () => {
  it.each([...CLEAN, ...FRESH_CLEAN])('$name', ({ text }) => {
    expect(engine.inspect(text).filter((finding) => finding.kind === 'marking')).toEqual([]);
  });
});

describe('a file name', () => {
  const actions = (name: string) =>
    engine.inspect(name, { place: 'file-name' }).map((finding) => finding.action);
  it.each(['BC_TOI MAT_2026.docx', 'Tối mật.pdf', 'Báo cáo (MẬT).docx', 'toi-mat.docx', 'TUYET_MAT.zip'])(
    'warns and never blocks: %s',
    (name) => expect(actions(name)).toEqual(['warn']),
  );
  it.each([
    'mật ong.xlsx',
    'MAT BANG TANG 1.pdf',
    'CCCD_MAT_TRUOC.jpg',
    'TIEN MAT.xlsx',
    'Kế hoạch bảo vệ bí mật nhà nước.docx',
    'BAO MAT.txt',
    'Mat khau.txt',
    'danh sach tai lieu toi mat.doc',
  ])('says nothing: %s', (name) => expect(actions(name)).toEqual([]));
});

describe('a field of machine data', () => {
  const actions = (text: string) => engine.inspect(text).map((finding) => finding.action);
  it.each(['{"so":"12/BC","do_mat":"Tối mật"}', 'doMat=TUYỆT MẬT', '<do_mat>Mật</do_mat>'])(
    'warns and never blocks: %s',
    (text) => expect(actions(text)).toEqual(['warn']),
  );
  it.each(['if (doc.do_mat === "Mật") {', '{"do_mat":"Thường"}', '{"do_mat":"Mật","toi_mat":"Tối mật"}'])(
    'says nothing: %s',
    (text) => expect(actions(text)).toEqual([]),
  );
});

describe('a text full of candidates', () => {
  it('does not hide a marking in the head of a paper below them', () => {
    const crowd = 'Loại MẬT;\n'.repeat(2000);
    const paper = 'UBND TỈNH BẮC HẢI\nSố: 9/BC-UBND\nTỐI MẬT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n';
    expect(blocks(crowd + paper).map((finding) => finding.level)).toEqual(['toi-mat']);
  });
});
