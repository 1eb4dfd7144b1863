import { zipSync } from 'fflate';
import { escapeXml, utf8 } from './words.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A ZIP package of texts and bytes; the first entry is stored when it is the type of an OpenDocument. */
export function pack(files: Files): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => {
    const bytes = typeof content === 'string' ? utf8(content) : content;
    return [name, [bytes, { level: name === 'mimetype' ? 0 : 6, mtime: '2024-01-01T00:00:00' }]] as const;
  });
  return zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const types = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`;

export const paragraphs = (lines: readonly string[]): string =>
  lines.map((line) => `<w:p><w:r><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r></w:p>`).join('');

/** A Word document; `extra` replaces or adds entries. */
export function writeDocx(lines: readonly string[], extra: Files = {}): Uint8Array {
  return pack({ '[Content_Types].xml': types, 'word/document.xml': wordBody(paragraphs(lines)), ...extra });
}

export const wordBody = (inner: string): string =>
  `${XML}<w:document ${W}><w:body>${inner}</w:body></w:document>`;
export const wordPart = (root: string, inner: string): string => `${XML}<w:${root} ${W}>${inner}</w:${root}>`;

/** A workbook with one cell a row, by shared strings. */
export function writeXlsx(lines: readonly string[], extra: Files = {}): Uint8Array {
  const strings = lines.map((line) => `<si><t>${escapeXml(line)}</t></si>`).join('');
  return pack({
    '[Content_Types].xml': types,
    'xl/workbook.xml': `${XML}<workbook><sheets><sheet name="Trang 1" sheetId="1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': sheet(
      lines.map((_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i}</v></c></row>`).join(''),
    ),
    'xl/sharedStrings.xml': `${XML}<sst>${strings}</sst>`,
    ...extra,
  });
}

export const sheet = (rows: string, after = ''): string =>
  `${XML}<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;

export function writePptx(lines: readonly string[], extra: Files = {}): Uint8Array {
  return pack({
    '[Content_Types].xml': types,
    'ppt/presentation.xml': `${XML}<p:presentation/>`,
    'ppt/slides/slide1.xml': slide(lines),
    ...extra,
  });
}

export const slide = (lines: readonly string[]): string =>
  `${XML}<p:sld><p:cSld><p:spTree>${lines
    .map(
      (line) =>
        `<p:sp><p:txBody><a:p><a:r><a:rPr lang="vi"/><a:t>${escapeXml(line)}</a:t></a:r></a:p></p:txBody></p:sp>`,
    )
    .join('')}</p:spTree></p:cSld></p:sld>`;

const KINDS = { odt: 'text', ods: 'spreadsheet', odp: 'presentation' } as const;

export function writeOdf(kind: keyof typeof KINDS, lines: readonly string[], extra: Files = {}): Uint8Array {
  const texts = lines.map((line) => `<text:p>${escapeXml(line)}</text:p>`);
  const inner = {
    odt: texts.join(''),
    ods: `<table:table table:name="Trang 1">${texts.map((one) => `<table:table-row><table:table-cell>${one}</table:table-cell></table:table-row>`).join('')}</table:table>`,
    odp: `<draw:page>${texts.map((one) => `<draw:frame><draw:text-box>${one}</draw:text-box></draw:frame>`).join('')}</draw:page>`,
  }[kind];
  return pack({
    mimetype: `application/vnd.oasis.opendocument.${KINDS[kind]}`,
    'META-INF/manifest.xml': `${XML}<manifest:manifest/>`,
    'content.xml': `${XML}<office:document-content><office:body><office:${KINDS[kind]}>${inner}</office:${KINDS[kind]}></office:body></office:document-content>`,
    ...extra,
  });
}
