import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Browser } from 'puppeteer';

/** An invented letter; the agency, the place and the matter do not exist. */
function letter(marking: string | null): string[] {
  return [
    'ỦY BAN NHÂN DÂN HUYỆN HÒA SƠN',
    'Số: 27/BC-UBND',
    ...(marking ? [marking] : []),
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'Hòa Sơn, ngày 12 tháng 10 năm 2026',
    'BÁO CÁO',
    'Kết quả trồng cây và chăm sóc vườn trường quý III năm 2026',
    'Các trường đã trồng thêm 1.240 cây bóng mát, đạt 96% kế hoạch năm.',
  ];
}

export interface Sample {
  readonly kind: 'text' | 'docx' | 'pdf';
  readonly marked: boolean;
  readonly text: string;
  /** Path of the file; empty for a text. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Writes the demonstration's documents into `folder`: real DOCX and PDF files, each marked and clean. */
export async function makeSamples(browser: Browser, folder: string): Promise<Sample[]> {
  mkdirSync(folder, { recursive: true });
  const samples: Sample[] = [];
  for (const marked of [true, false]) {
    const lines = letter(marked ? 'TỐI MẬT' : null);
    const text = lines.join('\n');
    samples.push({ kind: 'text', marked, text, path: '', bytes: Buffer.from(text) });
    for (const kind of ['docx', 'pdf'] as const) {
      const bytes = kind === 'docx' ? makeDocx(lines) : await printPdf(browser, lines);
      const path = join(folder, `bao-cao-${marked ? 'co-dau' : 'thuong'}.${kind}`);
      writeFileSync(path, bytes);
      samples.push({ kind, marked, text, path, bytes });
    }
  }
  return samples;
}

/** The smallest document that Word and LibreOffice open: a content type list, a relation, a body. */
export function makeDocx(lines: readonly string[]): Buffer {
  const asXml = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = lines
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${asXml(line)}</w:t></w:r></w:p>`)
    .join('');
  const files = {
    '[Content_Types].xml':
      '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(xml)])), {
      // The same text always gives the same bytes.
      mtime: '2026-01-02T00:00:00',
    }),
  );
}

/** A PDF as a browser prints it: subset fonts, compressed streams, ToUnicode maps. */
async function printPdf(browser: Browser, lines: readonly string[]): Promise<Buffer> {
  const page = await browser.newPage();
  await page.setContent(
    lines.map((line) => `<p style="font:14px 'DejaVu Serif',serif">${line}</p>`).join(''),
  );
  const bytes = await page.pdf({ format: 'A4' });
  await page.close();
  return Buffer.from(bytes);
}
