import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { bucketsOf, periodOfDays } from '../../src/incidents/period.ts';
import { createReviewIndex } from '../../src/incidents/review-index.ts';
import { countRows, type ReviewRow } from '../../src/incidents/review-model.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { bundledPolicy } from '../../src/policy/bundled.ts';
import { decide } from '../../src/policy/decide.ts';
import { writeCsv } from '../../src/report/csv.ts';
import { cellsOf, headingsOf } from '../../src/report/incident-table.ts';
import { type ReportFacts, writePeriodReport } from '../../src/report/period-report.ts';
import { writeSpreadsheet } from '../../src/report/spreadsheet.ts';
import { vietnamese } from '../../src/report/vietnamese.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { chainOf, madeIncident } from '../support/made-log.ts';

const machine = { device: 'a'.repeat(32), name: 'Máy văn thư', unit: 'Văn phòng' };
const machines = new Map([[machine.device, machine]]);
const period = periodOfDays('2025-12-15', '2026-12-14')!;
const run = promisify(execFile);

let rows: readonly ReviewRow[];
let facts: ReportFacts;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-report-'));
  const levels = ['mat', 'toi-mat', 'tuyet-mat', null] as const;
  const incidents = Array.from({ length: 40 }, (_, i) => madeIncident(i + 1, { level: levels[i % 4]! }));
  const index = createReviewIndex();
  index.add(await chainOf(incidents), machine);
  index.add(await chainOf([madeIncident(99, { disposition: 'held' })]), {
    ...machine,
    device: 'b',
    unit: 'Phòng khác',
  });
  rows = index.all();
  const counts = countRows(rows, bucketsOf(period));
  facts = { period, counts, office: {}, machines: 2, sweep: { pages: 1200, documents: 34, findings: 5 } };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The parts of a zipped document as text, by name. */
const partsOf = (bytes: Uint8Array) =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
const bodyOf = async (given: ReportFacts) =>
  partsOf(await writePeriodReport(given, vietnamese)).get('word/document.xml')!;
const textOf = (xml: string) => xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');

describe('the period report', () => {
  it('has head, four parts and foot in the order of the official layout', async () => {
    const text = textOf(await bodyOf(facts));
    const order = [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BÁO CÁO',
      '(số liệu từ ngày 15/12/2025 đến ngày 14/12/2026)',
      'I. PHÂN TÍCH, ĐÁNH GIÁ TÌNH HÌNH',
      'II. KẾT QUẢ THỰC HIỆN',
      'III. TÌNH HÌNH, SỐ LIỆU CÁC VỤ LỘ, MẤT',
      'IV. DỰ BÁO TÌNH HÌNH',
      'Nơi nhận:',
      'Lưu: VT.',
    ].map((piece) => text.indexOf(piece));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('keeps paper, margins, type and sizes of Nghị định 30/2020/NĐ-CP', async () => {
    const parts = partsOf(await writePeriodReport(facts, vietnamese));
    const xml = parts.get('word/document.xml')!;
    const millimetres = (name: string) =>
      Math.round((Number(new RegExp(`<w:pgMar[^>]* w:${name}="(\\d+)"`).exec(xml)?.[1]) / 1440) * 25.4);
    expect(millimetres('top')).toBeGreaterThanOrEqual(20);
    expect(millimetres('top')).toBeLessThanOrEqual(25);
    expect(millimetres('bottom')).toBeGreaterThanOrEqual(20);
    expect(millimetres('left')).toBeGreaterThanOrEqual(30);
    expect(millimetres('left')).toBeLessThanOrEqual(35);
    expect(millimetres('right')).toBeGreaterThanOrEqual(15);
    expect(millimetres('right')).toBeLessThanOrEqual(20);
    expect(xml.includes('<w:pgSz w:w="11906" w:h="16838"')).toBe(true);
    expect(new Set([...xml.matchAll(/w:ascii="([^"]+)"/g)].map(([, font]) => font))).toEqual(
      new Set(['Times New Roman']),
    );
    // Half points: recipients 11, country and recipients' heading 12, the rest 13 and 14.
    expect(new Set([...xml.matchAll(/<w:sz w:val="(\d+)"/g)].map(([, size]) => size))).toEqual(
      new Set(['22', '24', '26', '28']),
    );
    expect(xml).toContain('<w:titlePg/>');
    expect([...parts.values()].some((part) => part.includes('<w:hdr') && part.includes('PAGE'))).toBe(true);
  });

  it('is filled with the figures of incidents and sweep', async () => {
    const text = textOf(await bodyOf(facts));
    expect(text).toContain('trên 2 máy tính');
    expect(text).toContain('ghi nhận 41 lần dừng');
    expect(text).toContain('rà soát 1.200 trang và 34 tài liệu đăng tải; phát hiện 5 chỗ');
    expect(text).toMatch(/Nghi có dấu chỉ độ “Tối mật”\s+10/);
    expect(text).toMatch(/Cộng\s+41/);
    expect(text).toMatch(/Phòng khác\s+1/);
  });

  it('names the office where it is known and marks in yellow what the officer must still write', async () => {
    const open = (xml: string) => xml.match(/<w:highlight w:val="yellow"\/>/g)?.length ?? 0;
    const bare = await bodyOf(facts);
    const office = {
      parent: 'UBND tỉnh Bắc Hải',
      name: 'Sở Nội vụ',
      number: '12/BC-SNV',
      place: 'Bắc Hải',
      recipients: ['UBND tỉnh', 'Công an tỉnh'],
      signerTitle: 'Giám đốc',
      signer: 'Trần Thị Bình',
    };
    const named = await bodyOf({ ...facts, office });
    expect(open(bare) - open(named)).toBe(7);
    expect(open(named)).toBeGreaterThan(5);
    for (const piece of [
      'UBND TỈNH BẮC HẢI',
      'SỞ NỘI VỤ',
      '12/BC-SNV',
      '- Công an tỉnh;',
      'GIÁM ĐỐC',
      'Trần Thị Bình',
    ])
      expect(textOf(named)).toContain(piece);
  });

  it('signs for the head in two lines, and files itself once', async () => {
    const office = { signerTitle: 'KT. Giám đốc / Phó Giám đốc', recipients: ['Công an tỉnh', 'Lưu: VT'] };
    const text = textOf(await bodyOf({ ...facts, office }));
    expect(text).toMatch(/KT\. GIÁM ĐỐC\s+PHÓ GIÁM ĐỐC/);
    expect(text).not.toContain('/ PHÓ');
    expect(text.match(/Lưu/g)).toHaveLength(1);
  });

  it('compares with the period before, but not with one of which there is no log', async () => {
    const empty = countRows([], []);
    expect(textOf(await bodyOf({ ...facts, before: empty }))).not.toContain('Kỳ trước');
    const text = textOf(
      await bodyOf({ ...facts, before: { ...empty, incidents: 3, states: [{ value: 'new', count: 3 }] } }),
    );
    expect(text).toMatch(/Chưa xem\s+41\s+3/);
  });

  it('talks about secrecy without carrying a marking: it may itself be sent', async () => {
    const bytes = await writePeriodReport(facts, vietnamese);
    const { findings, outcome } = await inspectFile(bytes, createEngine(bundledTables), {
      name: 'bao-cao.docx',
    });
    expect(decide(findings, outcome, bundledPolicy).action).toBe('allow');
  });

  it('writes what people typed as text, never as markup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (name) => {
        const xml = await bodyOf({ ...facts, office: { name } });
        expect(xml.match(/<w:tbl>/g)).toHaveLength(8);
      }),
      { numRuns: 10, examples: [['</w:t><w:tbl>'], ['&amp;<x>']] },
    );
  });

  it.skipIf(!existsSync('/usr/bin/soffice'))('opens in LibreOffice, as pages with all its text', async () => {
    writeFileSync(join(folder, 'r.docx'), await writePeriodReport(facts, vietnamese));
    const profile = `-env:UserInstallation=file://${folder}/office`;
    await run('soffice', [
      profile,
      '--headless',
      '--convert-to',
      'txt:Text (encoded):UTF8',
      '--outdir',
      folder,
      join(folder, 'r.docx'),
    ]);
    const text = readFileSync(join(folder, 'r.txt'), 'utf8');
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(text).toContain('IV. DỰ BÁO TÌNH HÌNH');
  });
});

describe('the CSV export', () => {
  it('is read by spreadsheet programs as Vietnamese text, one row an incident', () => {
    const csv = writeCsv([headingsOf(vietnamese), ...rows.map((row) => cellsOf(row, machines, vietnamese))]);
    expect(csv.startsWith('\uFEFFThời gian,Đơn vị,Máy,')).toBe(true);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(42);
    expect(csv).toContain('Phòng khác');
    expect(csv).toContain(',chat.zalo.me,Dán,Mật,marking.mat,Đã chặn,1,0,Chưa xem,attempt-00000001');
  });

  it('starts no formula in the program that opens it, whatever a cell holds', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (sign, rest) => {
        const line = writeCsv([[`${sign}${rest}`]]).slice(1);
        expect(line.replace(/^"/, '')[0]).toBe("'");
      }),
    );
  });

  it('can be read back cell by cell', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), (cells) => {
        const quoted = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
        expect(readCsvRow(writeCsv([cells]).slice(1))).toEqual(quoted);
      }),
    );
  });
});

describe('the Excel export', () => {
  it('holds the incidents and their counts, and no formula', async () => {
    const odd = rows.map((row) => ({ ...row, unit: '=1+1' }));
    const counts = countRows(odd, []);
    const blob = await writeSpreadsheet(odd, counts, machines, vietnamese);
    const parts = partsOf(new Uint8Array(await blob.arrayBuffer()));
    const all = [...parts.values()].join('\n');
    expect([...parts.keys()].filter((name) => /worksheets\/sheet\d/.test(name))).toHaveLength(2);
    expect(all).toContain('chat.zalo.me');
    expect(all).toContain('Tổng hợp');
    expect(all).not.toMatch(/<f[ >]/);
  });
});

/** The fields of one line of CSV. */
function readCsvRow(line: string): string[] {
  const fields: string[] = [];
  const rest = line.replace(/\r\n$/, '');
  for (let at = 0; at <= rest.length; at += 1) {
    const [whole = '', quoted] = /^"((?:[^"]|"")*)"|^[^,]*/.exec(rest.slice(at)) ?? [];
    fields.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
    at += whole.length;
  }
  return fields;
}
