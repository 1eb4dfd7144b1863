import { zlibSync } from 'fflate';
import { bytesOf, join } from './words.ts';

export interface PdfOptions {
  readonly encrypted?: boolean;
  /** A note on the first page. */
  readonly note?: string;
  /** Draws this instead of the text: an operator stream. */
  readonly content?: Uint8Array;
  readonly packed?: boolean;
}

/** A PDF of pages of lines. Letters are coded in the order they first appear and mapped to Unicode by a ToUnicode table. */
export function writePdf(pages: readonly (readonly string[])[], options: PdfOptions = {}): Uint8Array {
  const codes = new Map<string, number>();
  const encode = (text: string) =>
    [...text]
      .map((letter) => {
        if (!codes.has(letter)) codes.set(letter, codes.size + 1);
        return (codes.get(letter) as number).toString(16).padStart(4, '0');
      })
      .join('');
  const draw = (lines: readonly string[]) =>
    bytesOf(`BT /F1 12 Tf 60 780 Td 16 TL ${lines.map((line) => `<${encode(line)}> Tj T*`).join('\n')} ET`);
  const contents = pages.map((lines) => options.content ?? draw(lines));
  const first = 6;
  const note =
    options.note === undefined
      ? ''
      : `/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 20 20] /Contents <feff${[...options.note].map((l) => l.charCodeAt(0).toString(16).padStart(4, '0')).join('')}> >>]`;
  const objects: Uint8Array[] = [
    bytesOf('<< /Type /Catalog /Pages 2 0 R >>'),
    bytesOf(
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first + i * 2} 0 R`).join(' ')}] >>`,
    ),
    bytesOf(
      '<< /Type /Font /Subtype /Type0 /BaseFont /Invented /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>',
    ),
    bytesOf(
      '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invented /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor << /Type /FontDescriptor /FontName /Invented /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent 200 /CapHeight 700 /StemV 80 >> >>',
    ),
    stream(toUnicode(codes)),
    ...contents.flatMap((content, i) => [
      bytesOf(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + i * 2 + 1} 0 R ${i === 0 ? note : ''} >>`,
      ),
      options.packed ? stream(zlibSync(content), '/Filter /FlateDecode') : stream(content),
    ]),
  ];
  return assemble(objects, options.encrypted ?? false);
}

export function stream(content: Uint8Array, filter = ''): Uint8Array {
  return join(
    bytesOf(`<< /Length ${content.length} ${filter} >>\nstream\n`),
    content,
    bytesOf('\nendstream'),
  );
}

function toUnicode(codes: ReadonlyMap<string, number>): Uint8Array {
  const rows = [...codes].map(([letter, code]) => `<${hex(code)}> <${hex(letter.charCodeAt(0))}>`);
  const blocks: string[] = [];
  for (let at = 0; at < rows.length; at += 100) {
    const some = rows.slice(at, at + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return bytesOf(
    `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Invented def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n${blocks.join('\n')}\nendcmap end end`,
  );
}

export function assemble(objects: readonly Uint8Array[], encrypted = false): Uint8Array {
  const pieces = [bytesOf('%PDF-1.7\n')];
  let at = pieces[0]?.length ?? 0;
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    const whole = join(bytesOf(`${index + 1} 0 obj\n`), object, bytesOf('\nendobj\n'));
    offsets.push(at);
    pieces.push(whole);
    at += whole.length;
  }
  // Nobody knows a password that fits these keys.
  const key = '5a'.repeat(32);
  const lock = encrypted
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${key}> /U <${key}> >> /ID [<00> <00>]`
    : '';
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  pieces.push(
    bytesOf(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer << /Size ${objects.length + 1} /Root 1 0 R ${lock} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return join(...pieces);
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');
