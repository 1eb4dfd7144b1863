import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/documents/budget.ts';
import { open } from '../../src/documents/extract.ts';
import { defaultLimits } from '../../src/documents/limits.ts';
import type { TextPart } from '../../src/documents/types.ts';
import { writeDoc, writeXls } from './writers/compound.ts';
import {
  paragraphs,
  sheet,
  slide,
  wordBody,
  wordPart,
  writeDocx,
  writeOdf,
  writePptx,
  writeXlsx,
} from './writers/office.ts';
import { writePdf } from './writers/pdf.ts';
import { rtfText, writeHtml, writeRtf, writeWordXml } from './writers/text.ts';
import { bytesOf, clean, join, stamp, utf8, utf16 } from './writers/words.ts';

/** The text parts of a document, previews left out. */
async function textsOf(bytes: Uint8Array): Promise<TextPart[]> {
  const texts: TextPart[] = [];
  for await (const part of open(bytes, new Budget(defaultLimits)).parts) {
    if (part.kind === 'text' && !part.preview && part.text !== '') texts.push(part);
  }
  return texts;
}

/** The part that has the stamp alone on a line. */
async function stampOf(bytes: Uint8Array) {
  const part = (await textsOf(bytes)).find(({ text }) =>
    text.split('\n').some((line) => line.trim() === stamp),
  );
  return part && { place: part.place, where: part.where };
}

const bodyOf = async (bytes: Uint8Array) =>
  (await textsOf(bytes)).find(({ where }) => where === 'text')?.text;
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

describe('a Word document gives up a stamp', () => {
  const stampLine = paragraphs([stamp]);
  const box = `<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>${stampLine}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>${stampLine}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>`;

  it.each([
    ['in a page header', { 'word/header1.xml': wordPart('hdr', stampLine) }, 'header', 'header'],
    ['in a footer', { 'word/footer2.xml': wordPart('ftr', stampLine) }, 'header', 'footer'],
    ['in a text box', { 'word/document.xml': wordBody(box + paragraphs(clean)) }, 'box', 'text/box'],
    ['in a box in a header', { 'word/header1.xml': wordPart('hdr', box) }, 'box', 'header/box'],
    ['in a comment', { 'word/comments.xml': wordPart('comments', stampLine) }, 'body', 'comments'],
    ['in a footnote', { 'word/footnotes.xml': wordPart('footnotes', stampLine) }, 'body', 'footnotes'],
    [
      'in deleted text that is still in the file',
      {
        'word/document.xml': wordBody(
          `${paragraphs(clean)}<w:p><w:del><w:r><w:delText>${stamp}</w:delText></w:r></w:del></w:p>`,
        ),
      },
      'body',
      'text/deleted',
    ],
    [
      'in a property',
      { 'docProps/core.xml': `<cp:coreProperties><dc:subject>${stamp}</dc:subject></cp:coreProperties>` },
      'property',
      'property',
    ],
    [
      'in a sensitivity label',
      {
        'docProps/custom.xml': `<Properties><property name="MSIP_Label_0a_Name"><vt:lpwstr>${stamp}</vt:lpwstr></property></Properties>`,
      },
      'property',
      'property',
    ],
    [
      'in a diagram',
      {
        'word/diagrams/data1.xml': `<dgm:dataModel><a:p><a:r><a:t>${stamp}</a:t></a:r></a:p></dgm:dataModel>`,
      },
      'body',
      'entry:1',
    ],
  ])('%s', async (_, extra, place, where) => {
    expect(await stampOf(writeDocx(clean, extra as Record<string, string>))).toEqual({ place, where });
  });

  it('of a main part with another number, as some editions write it', async () => {
    const bytes = writeDocx(clean, { 'word/document2.xml': wordBody(stampLine) });
    expect(await stampOf(bytes)).toEqual({ place: 'body', where: 'text' });
  });

  it('broken into runs, with a deletion and a spelling mark in the middle', async () => {
    const inner = `<w:p>${run('TUYỆT ')}<w:proofErr w:type="spellStart"/><w:del><w:r><w:delText>xx</w:delText></w:r></w:del>${run('M')}${run('ẬT')}</w:p>`;
    expect(await bodyOf(writeDocx(clean, { 'word/document.xml': wordBody(inner) }))).toBe('TUYỆT MẬT\n');
  });

  it('typed small and shown in capitals', async () => {
    const inner = `<w:p>${run('tuyệt mật', '<w:caps/>')}</w:p><w:p>${run('tuyệt mật', '<w:caps w:val="0"/>')}</w:p>`;
    expect(await bodyOf(writeDocx(clean, { 'word/document.xml': wordBody(inner) }))).toBe(
      'TUYỆT MẬT\ntuyệt mật\n',
    );
  });

  it('typed small in a font that draws capitals', async () => {
    const inner = `<w:p>${run('tuy\u00d6t m\u00cbt', '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>')}</w:p>`;
    expect(await bodyOf(writeDocx(clean, { 'word/document.xml': wordBody(inner) }))).toBe('TUYỆT MẬT\n');
  });

  it('in UTF-16, with entities and another prefix', async () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-16"?><x:document><x:p><x:r><x:t>TUY&#7878;T M&#x1EAC;T</x:t></x:r></x:p></x:document>';
    const bytes = writeDocx(clean, { 'word/document.xml': join(Uint8Array.of(0xff, 0xfe), utf16(xml)) });
    expect(await stampOf(bytes)).toBeDefined();
  });

  it('as a label and its value in a row, or under one another in a two-column head', async () => {
    const cell = (...lines: string[]) => `<w:tc>${paragraphs(lines)}</w:tc>`;
    const table = `<w:tbl><w:tr>${cell('Độ mật:')}${cell('Mật')}</w:tr><w:tr>${cell('UBND XÃ', 'MẬT')}${cell('CỘNG HÒA', 'Độc lập')}</w:tr></w:tbl>`;
    expect(await bodyOf(writeDocx(clean, { 'word/document.xml': wordBody(table) }))).toBe(
      'Độ mật:\tMật\nUBND XÃ\nMẬT\nCỘNG HÒA\nĐộc lập\n',
    );
  });
});

describe('other formats give up a stamp', () => {
  const odfStyles = `<office:document-styles><office:master-styles><style:master-page><style:header><text:p>TUYỆT<text:s/>MẬT</text:p></style:header></style:master-page></office:master-styles></office:document-styles>`;
  const line = bytesOf(`{\\header ${rtfText(stamp)}\\par}`);

  it.each([
    [
      'a workbook: hidden sheet',
      writeXlsx(clean, {
        'xl/worksheets/sheet2.xml': sheet(`<row><c t="inlineStr"><is><t>${stamp}</t></is></c></row>`),
      }),
      'cell',
      'sheet:2',
    ],
    [
      'a workbook: page header',
      writeXlsx(clean, {
        'xl/worksheets/sheet1.xml': sheet(
          '',
          `<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;14${stamp}&amp;RTrang &amp;P</oddHeader></headerFooter>`,
        ),
      }),
      'header',
      'sheet:1/header',
    ],
    [
      'a workbook: comment',
      writeXlsx(clean, {
        'xl/comments1.xml': `<comments><comment><text><t>${stamp}</t></text></comment></comments>`,
      }),
      'box',
      'comments:1',
    ],
    [
      'a workbook: text box',
      writeXlsx(clean, { 'xl/drawings/drawing1.xml': slide([stamp]) }),
      'box',
      'box:1',
    ],
    [
      'a workbook: sheet name',
      writeXlsx(clean, {
        'xl/workbook.xml': `<workbook><sheets><sheet name="${stamp}"/></sheets></workbook>`,
      }),
      'property',
      'names',
    ],
    [
      'a presentation: notes',
      writePptx(clean, { 'ppt/notesSlides/notesSlide1.xml': slide([stamp]) }),
      'body',
      'notes:1',
    ],
    [
      'a presentation: master',
      writePptx(clean, { 'ppt/slideMasters/slideMaster1.xml': slide([stamp]) }),
      'body',
      'master:1',
    ],
    [
      'an OpenDocument text: page header',
      writeOdf('odt', clean, { 'styles.xml': odfStyles }),
      'header',
      'header',
    ],
    [
      'an OpenDocument text: box',
      writeOdf('odt', clean, {
        'Object 1/content.xml': `<w><draw:text-box><text:p>${stamp}</text:p></draw:text-box></w>`,
      }),
      'box',
      'entry:4/box',
    ],
    [
      'an OpenDocument text: footnote as offices write it',
      writeOdf('odt', clean, {
        'content.xml': `<w><text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>${stamp}</text:p></text:note-body></text:note></text:p></w>`,
      }),
      'box',
      'text/footnotes',
    ],
    [
      'an OpenDocument text: comment with its author and date',
      writeOdf('odt', clean, {
        'content.xml': `<w><text:p>x<office:annotation><dc:creator>An</dc:creator><dc:date>2025-01-02</dc:date><text:p>${stamp}</text:p></office:annotation></text:p></w>`,
      }),
      'box',
      'text/comments',
    ],
    [
      'an OpenDocument workbook: sheet name',
      writeOdf('ods', clean, {
        'content.xml': `<w><office:spreadsheet><table:table table:name="${stamp}"/></office:spreadsheet></w>`,
      }),
      'property',
      'names',
    ],
    [
      'RTF: footnote in a group that old programs skip',
      writeRtf(clean, `{\\*\\footnote \\chftn ${rtfText(stamp)}}`),
      'body',
      'footnotes',
    ],
    ['Word 97: page header', writeDoc(clean, { header: stamp }), 'header', 'header'],
    ['Excel 97: page header', writeXls(clean, { header: `&C${stamp}` }), 'header', 'header'],
    ['PDF: second page', writePdf([clean, [stamp]]), 'body', 'page:2'],
    ['PDF: note', writePdf([clean], { note: stamp }), 'box', 'page:1/note'],
    ['RTF: page header', writeRtf(clean, new TextDecoder().decode(line)), 'header', 'header'],
    [
      'HTML: a word broken by tags',
      writeHtml(clean, '').length
        ? utf8(`<html><body><p>TUY<b>Ệ</b>T M<i></i>ẬT</p></body></html>`)
        : utf8(''),
      'body',
      'text',
    ],
  ] as const)('%s', async (_, bytes, place, where) => {
    expect(await stampOf(bytes)).toEqual({ place, where });
  });

  it('on the second sheet of an OpenDocument workbook, a text of its own', async () => {
    const table = (lines: readonly string[]) =>
      `<table:table>${lines.map((text) => `<table:table-row><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row>`).join('')}</table:table>`;
    const content = `<w><office:spreadsheet>${table(clean)}${table([stamp])}</office:spreadsheet></w>`;
    const texts = await textsOf(writeOdf('ods', [], { 'content.xml': content }));
    expect(texts.map(({ text }) => text.trim())).toContain(stamp);
  });

  const rows = [[stamp], ['STT', 'Xã', 'Số cây'], ['1', 'An Lạc', '250']];
  const cells = (row: readonly string[]) =>
    row.map((one) => `<c t="inlineStr"><is><t>${one}</t></is></c>`).join('');
  it.each([
    [
      'a workbook',
      writeXlsx([], {
        'xl/worksheets/sheet1.xml': sheet(rows.map((row) => `<row>${cells(row)}</row>`).join('')),
      }),
    ],
    ['a CSV file', utf8(rows.map((row) => [...row, '', ''].slice(0, 3).join(',')).join('\n'))],
  ])('%s: above its table, as a head', async (_, bytes) => {
    const head = (await textsOf(bytes)).find(({ where }) => where.endsWith('/head'));
    expect(head).toMatchObject({ place: 'header', text: stamp });
  });

  it('a list of one column has no head', async () => {
    const bytes = writeXlsx(['Đường', 'Sữa', 'Mật']);
    expect((await textsOf(bytes)).some(({ where }) => where.endsWith('/head'))).toBe(false);
  });

  it('Excel 97: a word broken between two records', async () => {
    const texts = await textsOf(writeXls([...clean, stamp], { continued: true }));
    expect(texts.some(({ text }) => text.split('\n').includes(stamp))).toBe(true);
  });

  it('RTF: typed small in a font that draws capitals', async () => {
    const source =
      "{\\rtf1\\ansi{\\fonttbl{\\f0 Times New Roman;}{\\f1\\fnil .VnTimeH;}}\\f1 tuy\\'d6t m\\'cbt\\par\\f0 m\\'cbt\\par}";
    expect((await textsOf(bytesOf(source)))[0]?.text).toBe('TUYỆT MẬT\nmËt\n');
  });

  it('Word 97: bytes of TCVN3 reach the engine as the letters they are stored as', async () => {
    const texts = await textsOf(writeDoc(['TUY\u00d6T M\u00cbT'], { narrow: true }));
    expect(texts[0]?.text.trim()).toBe('TUYÖT MËT');
  });
});

describe('text files are read in', () => {
  const letter = [...clean, stamp].join('\n');
  it.each([
    ['UTF-8', utf8(letter)],
    ['UTF-8 with a mark', join(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(letter))],
    ['UTF-16 with a mark', join(Uint8Array.of(0xff, 0xfe), utf16(letter))],
    ['UTF-16 without a mark', utf16(letter)],
    ['UTF-8 with a broken byte', join(Uint8Array.of(0xff, 0x0a), utf8(letter))],
  ])('%s', async (_, bytes) => {
    expect(await stampOf(bytes)).toBeDefined();
  });

  it('windows-1258, where tone marks stand behind their letters', async () => {
    // Â with a dot below as cp1258 writes it: 0xC2 0xF2.
    const bytes = join(bytesOf('UBND\nM'), Uint8Array.of(0xc2, 0xf2), bytesOf('T\nBao cao'));
    const texts = await textsOf(bytes);
    expect(texts.some(({ text }) => text.normalize('NFC').includes('\nMẬT\n'))).toBe(true);
  });

  it('TCVN3, as the letters its bytes stand for in Western Windows', async () => {
    const texts = await textsOf(bytesOf('UBND\nTUY\u00d6T M\u00cbT\nn\u00adíc'));
    expect(texts[0]?.text).toBe('UBND\nTUYÖT MËT\nn\u00adíc');
  });
});

describe('XML of other programs', () => {
  const lastText = async (bytes: Uint8Array) => (await textsOf(bytes)).at(-1)?.text;

  it('Word 2003: a line a paragraph, label and value of a row on one line', async () => {
    const cell = (text: string) => `<w:tc><w:tcPr/>\n<w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>\n`;
    const row = `<w:tbl><w:tr>${cell('Độ mật')}${cell('Tối mật')}</w:tr></w:tbl>`;
    expect(await lastText(writeWordXml(clean, row))).toBe([...clean, 'Độ mật\tTối mật', ''].join('\n'));
  });

  it('Excel 2003: a line a row', async () => {
    const cell = (text: string) => `<Cell><Data ss:Type="String">${text}</Data></Cell>\n`;
    const rows = `<Row>${cell('Số')}${cell('Độ mật')}</Row>\n<Row>${cell('12')}${cell('Tối mật')}</Row>`;
    const bytes = utf8(
      `<?xml version="1.0"?>\n<Workbook><Worksheet><Table>${rows}</Table></Worksheet></Workbook>`,
    );
    expect(await lastText(bytes)).toBe('Số\tĐộ mật\n12\tTối mật\n');
  });

  it('a flat package gives up its pictures', async () => {
    const picture = `<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>${btoa('PNG').slice(0, 2)}\n${btoa('PNG').slice(2)}</pkg:binaryData></pkg:part>`;
    const parts = [];
    for await (const part of open(writeWordXml(clean, picture), new Budget(defaultLimits)).parts)
      parts.push(part);
    expect(parts).toContainEqual({ kind: 'image', bytes: utf8('PNG'), where: 'entry:1' });
  });

  it('data that is broken is a text, with what could be laid out', async () => {
    const bytes = utf8('<?xml version="1.0"?>\n<list><item>Kế hoạch</item>\n<item>TỐI MẬT</item>\n<item');
    const texts = await textsOf(bytes);
    expect(texts[0]?.text).toContain('<item>TỐI MẬT</item>');
    expect(texts.at(-1)?.text).toBe('Kế hoạch\nTỐI MẬT\n');
  });
});

describe('a long text', () => {
  it('comes with a preview of its head before the whole', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `Dòng số ${i} của một văn bản dài.`);
    const parts: TextPart[] = [];
    for await (const part of open(writeDocx(lines), new Budget(defaultLimits)).parts) {
      if (part.kind === 'text') parts.push(part);
    }
    expect(parts.map(({ preview }) => preview ?? false)).toEqual([true, false]);
    expect(parts[1]?.text).toBe(`${lines.join('\n')}\n`);
    expect(parts[1]?.text.startsWith(parts[0]?.text ?? 'x')).toBe(true);
  });
});
