import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import { defaultLimits } from '../../src/documents/limits.ts';
import type { TextPart } from '../../src/documents/types.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Finding } from '../../src/engine/types.ts';
import { inspectFile } from '../../src/inspection/inspect.ts';
import { LongTexts, moveBy, ofStretch } from '../../src/inspection/long-texts.ts';
import { bundledTables } from '../../src/rules/bundled.ts';
import { writeDocx, writeOdf } from './writers/office.ts';
import { writeHtml, writeRtf } from './writers/text.ts';
import { bytesOf, clean, marked, utf8, utf16 } from './writers/words.ts';

const engine = createEngine(bundledTables);
const LINE = 'Toàn xã đã trồng ba nghìn cây tại mười hai thôn trong mùa xuân năm nay.';
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index} ${LINE}`);
/** Code units of a text that is decoded in pieces. */
const LONG = 4.2 * 2 ** 20;

async function partsOf(bytes: Uint8Array): Promise<TextPart[]> {
  const parts: TextPart[] = [];
  for await (const part of open(bytes, new Budget(defaultLimits)).parts)
    if (part.kind === 'text' && !part.preview) parts.push(part);
  return parts;
}

/** Clean lines with a block whose first unit stands at `place`, of about `length` units in all. */
function around(block: string, place: number, length: number): string {
  const filler = `${many(200).join('\n')}\n`;
  const before = filler.repeat(Math.ceil(place / filler.length)).slice(0, place - 1);
  const rest = Math.max(0, length - place - block.length);
  return `${before}\n${block}\n${filler.repeat(Math.ceil(rest / filler.length)).slice(0, rest)}`;
}

/** What is found in a text that is cut at these places. */
function inspectCut(text: string, cuts: readonly number[]): Finding[] {
  const texts = new LongTexts();
  const edges = [0, ...cuts, text.length];
  return edges.slice(1).flatMap((end, index) => {
    const piece = text.slice(edges[index], end);
    const stretch = texts.join({
      kind: 'text',
      text: piece,
      place: 'body',
      where: 'text',
      more: index < cuts.length,
    });
    const found = engine.inspect(stretch.text, { place: 'body' });
    return ofStretch(found, stretch).map((finding) => moveBy(finding, stretch.offset));
  });
}

const TABLE = ['STT\tSố, ký hiệu\tĐộ mật\tTrích yếu', '1\t12/BC-SNV\tTối mật\tKết quả trồng cây mùa xuân'];
const FIELDS = ['Nơi nhận: Lưu VT', 'Độ mật:', 'Tối mật', 'Ngày gửi: 03/5/2026'];
const TALK = [
  'Điều 3. Các mức độ mật gồm',
  'Tuyệt mật',
  'Tối mật',
  'Mật',
  'theo quy định của Luật số 117/2025/QH15.',
];
const BLOCKS = [marked, TABLE, FIELDS, TALK, clean].map((lines) => lines.join('\n'));

describe('a text of many megabytes', () => {
  it('is handed on in pieces that lose nothing and say that they go on', async () => {
    const source = `${many(60_000).join('\n')}\n`;
    const parts = await partsOf(utf8(source));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map(({ text }) => text).join('')).toBe(source);
    expect(parts.map(({ more = false }) => more)).toEqual(parts.map((part) => part !== parts.at(-1)));
  });

  it.each([
    ['UTF-16', (text: string) => utf16(`\ufeff${text}`)],
    ['UTF-16 without a mark', utf16],
    ['UTF-8 with a mark', (text: string) => utf8(`\ufeff${text}`)],
  ])('in %s loses nothing', async (_, encode) => {
    const source = many(60_000).join('\n');
    const parts = await partsOf(encode(source));
    expect(parts.map(({ text }) => text).join('')).toBe(source);
  });

  it('in an old encoding is read in each that it can be', async () => {
    // "Tr­êng" is TCVN3.
    const source = many(60_000)
      .map((_, index) => `${index} Tr\xad\xeang häc x\xb7 An Ph\xad\xedc \xae\xb7 trång c\xa9y`)
      .join('\n');
    const parts = await partsOf(bytesOf(`${source}\n`.repeat(2)));
    const whole = parts.map(({ text }) => text).join('');
    expect(whole.length).toBe(4 * (source.length + 1));
    expect(parts.filter(({ more }) => !more)).toHaveLength(2);
  });

  it('without line breaks loses nothing', async () => {
    const source = many(60_000).join(' ');
    expect((await partsOf(utf8(source))).map(({ text }) => text).join('')).toBe(source);
  });

  it.each(['head', 'middle', 'end'])('shows a marking at its %s', async (where) => {
    const lines = many(60_000);
    lines.splice({ head: 0, middle: 30_000, end: 60_000 }[where] ?? 0, 0, ...marked);
    const { findings } = await inspectFile(utf8(lines.join('\n')), engine);
    expect(findings.map(({ finding }) => finding.level)).toContain('tuyet-mat');
  });

  it('as a table keeps cells of several lines together', async () => {
    const plain = new Array(200).fill('1,một hàng có chữ,2');
    const rows = many(60_000).map((line) => `1,"${line}\nhai dòng, một ô",2`);
    const parts = await partsOf(utf8([...plain, ...rows].join('\n')));
    expect(parts.length).toBeGreaterThan(3);
    const whole = parts.map(({ text }) => text).join('');
    expect(whole.match(/\nhai dòng, một ô\t2\n/g)).toHaveLength(60_000);
  });
});

describe('what stands at a cut', () => {
  it('is found as in the uncut text, wherever the cuts are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BLOCKS),
        fc.integer({ min: 1, max: 90_000 }),
        fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 99_000 }), { maxLength: 3 }),
        (block, place, near, far) => {
          const text = around(block, place, 100_000);
          const cuts = [...near.map((by) => place + by), ...far].filter((at) => at > 0 && at < text.length);
          expect(
            inspectCut(
              text,
              [...new Set(cuts)].sort((a, b) => a - b),
            ),
          ).toEqual(engine.inspect(text));
        },
      ),
      { numRuns: 200 },
    );
  });

  const read = (bytes: Uint8Array) => inspectFile(bytes, engine, { thorough: true });
  it.each([-90, -60, -45, -30, -10, 0])('in a long file has its place, %i units from the cut', async (by) => {
    const [first] = await partsOf(utf8(around('', 1, LONG)));
    const text = around(marked.join('\n'), (first?.text.length ?? 0) + by, LONG);
    const { findings } = await read(utf8(text));
    expect(findings.map(({ finding }) => finding)).toEqual(engine.inspect(text));
    expect(findings).toHaveLength(1);
  });

  it.each([
    ['csv', (lines: readonly string[]) => utf8(['1,2', '1,2', '1,2', ...lines].join('\n'))],
    ['html', writeHtml],
    ['docx', writeDocx],
    ['odt', (lines: readonly string[]) => writeOdf('odt', lines)],
    ['rtf', writeRtf],
  ])('counts in a %s too', async (_, write) => {
    const lines = many(5_000);
    const [first] = await partsOf(write(lines));
    const before = (first?.text.split('\n').length ?? 0) - 5;
    for (const by of [0, 2, 4]) {
      const { findings } = await read(write(lines.toSpliced(before + by, 0, ...marked)));
      expect(findings.map(({ finding }) => finding.action)).toEqual(['block']);
    }
  });

  it('of a document that is broken further on is not forgotten', async () => {
    const bytes = writeDocx([...many(3_340), ...marked, ...many(20_000)]);
    bytes.fill(0xff, bytes.length * 0.8, bytes.length * 0.8 + 100);
    const { findings, outcome } = await read(bytes);
    expect(outcome).toBe('damaged');
    expect(findings.map(({ finding }) => finding.action)).toEqual(['block']);
  });
});
