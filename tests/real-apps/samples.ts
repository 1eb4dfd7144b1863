import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Browser } from 'puppeteer';

/** Something a person sends. The agency, the place and the matter do not exist. */
export interface Sample {
  readonly marked: boolean;
  /** A word that no other sample holds; it follows the marking, and stands uncompressed in every file. */
  readonly token: string;
  readonly lines: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly files: Readonly<Record<FileKind, SampleFile>>;
}

export type FileKind = 'docx' | 'pdf' | 'large';

export interface SampleFile {
  readonly path: string;
  readonly bytes: Buffer;
}

let count = 0;

/** Writes a fresh letter, with or without a marking, as text, HTML, DOCX, PDF and a DOCX of more than 6 MB. */
export async function makeSample(printer: Browser, folder: string, marked: boolean): Promise<Sample> {
  const token = `HS${Date.now().toString(36)}x${++count}`.toUpperCase();
  const lines = [
    'ỦY BAN NHÂN DÂN HUYỆN HÒA SƠN',
    'Số: 41/BC-UBND',
    ...(marked ? ['TỐI MẬT'] : []),
    'Hòa Sơn, ngày 3 tháng 11 năm 2026',
    'BÁO CÁO',
    'Kết quả sửa chữa đường làng và cầu dân sinh quý III năm 2026',
    `Hồ sơ ${token}: đã sửa 18 km đường, 4 cầu, đạt 92% kế hoạch năm.`,
  ];
  const home = join(folder, token);
  mkdirSync(home, { recursive: true });
  const keep = (name: string, bytes: Buffer): SampleFile => {
    const path = join(home, name);
    writeFileSync(path, bytes);
    return { path, bytes };
  };
  return {
    marked,
    token,
    lines,
    text: lines.join('\n'),
    html: lines.map((line) => `<p>${line}</p>`).join(''),
    files: {
      docx: keep(`bao-cao-${count}.docx`, makeDocx(lines, token)),
      large: keep(`bao-cao-lon-${count}.docx`, makeDocx(lines, token, 6_300_000)),
      pdf: keep(`bao-cao-${count}.pdf`, await printPdf(printer, lines, token)),
    },
  };
}

/** A Word document; `fontBytes` pads it with an embedded font, as Word itself does. */
function makeDocx(lines: readonly string[], token: string, fontBytes = 0): Buffer {
  const body = lines.map((line) => `<w:p><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`).join('');
  const open = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const formats = 'application/vnd.openxmlformats-officedocument';
  const types = 'http://schemas.openxmlformats.org';
  const parts: Zippable = {
    '[Content_Types].xml': strToU8(
      `${open}<Types xmlns="${types}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="odttf" ContentType="${formats}.obfuscatedFont"/><Override PartName="/word/document.xml" ContentType="${formats}.wordprocessingml.document.main+xml"/><Override PartName="/docProps/app.xml" ContentType="${formats}.extended-properties+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${open}<Relationships xmlns="${types}/package/2006/relationships"><Relationship Id="rId1" Type="${types}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="${types}/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `${open}<w:document xmlns:w="${types}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
    'docProps/app.xml': [
      strToU8(
        `${open}<Properties xmlns="${types}/officeDocument/2006/extended-properties"><Company>${token}</Company></Properties>`,
      ),
      { level: 0 },
    ],
  };
  if (fontBytes) parts['word/fonts/font1.odttf'] = [noise(fontBytes), { level: 0 }];
  return Buffer.from(zipSync(parts));
}

function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, state = 1; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A PDF as a browser prints it; a comment after its end holds the token in clear. */
async function printPdf(printer: Browser, lines: readonly string[], token: string): Promise<Buffer> {
  const page = await printer.newPage();
  await page.setContent(
    lines.map((line) => `<p style="font:14px 'DejaVu Serif',serif">${line}</p>`).join(''),
  );
  const bytes = await page.pdf({ format: 'A4' });
  await page.close();
  return Buffer.concat([bytes, Buffer.from(`\n% ${token}\n`)]);
}
