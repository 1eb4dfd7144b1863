import { zlibSync } from 'fflate';
import { assemble, stream } from './pdf.ts';
import { bytesOf, join } from './words.ts';

export interface Tree {
  readonly kids?: string;
  readonly count?: number;
}

/** The objects of a PDF of one page in one usual font; a drawing in bytes is one that is packed already. */
export function pdfObjects(drawing: string | Uint8Array, { kids = '[3 0 R]', count = 1 }: Tree = {}) {
  const widths = Array.from({ length: 224 }, (_, index) => 400 + (index % 7) * 50).join(' ');
  return [
    bytesOf('<< /Type /Catalog /Pages 2 0 R >>'),
    bytesOf(`<< /Type /Pages /Count ${count} /Kids ${kids} >>`),
    bytesOf(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> /XObject << /X1 7 0 R /X2 8 0 R >> >> /Contents 6 0 R >>',
    ),
    bytesOf(
      `<< /Type /Font /Subtype /TrueType /BaseFont /Invented /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [${widths}] /FontDescriptor 5 0 R >>`,
    ),
    bytesOf(
      '<< /Type /FontDescriptor /FontName /Invented /Flags 32 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent 200 /CapHeight 700 /StemV 80 >>',
    ),
    typeof drawing === 'string' ? stream(bytesOf(drawing)) : stream(drawing, '/Filter /FlateDecode'),
    stream(
      bytesOf('BT /F1 12 Tf 60 600 Td (FORM) Tj ET'),
      '/Type /XObject /Subtype /Form /BBox [0 0 595 842]',
    ),
    stream(
      bytesOf('a'),
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    ),
  ];
}

/** A file with a table for a directory. */
export const assembleTable = (objects: readonly Uint8Array[]): Uint8Array => assemble(objects);

/** A file as newer programs write it: all objects but streams in one stream, and a packed directory of differences. */
export function assemblePacked(objects: readonly Uint8Array[], { inItself = false } = {}): Uint8Array {
  const isStream = (object: Uint8Array) => new TextDecoder('latin1').decode(object).includes('stream');
  const container = objects.length + 1;
  const directory = container + 1;
  const plain = objects
    .map((object, index) => ({ object, number: index + 1 }))
    .filter(({ object }) => !isStream(object));
  const pieces = [bytesOf('%PDF-1.7\n')];
  const offsets = new Map<number, number>();
  const add = (number: number, object: Uint8Array) => {
    offsets.set(number, join(...pieces).length);
    pieces.push(bytesOf(`${number} 0 obj\n`), object, bytesOf('\nendobj\n'));
  };
  for (const [index, object] of objects.entries()) if (isStream(object)) add(index + 1, object);
  const bodies = plain.map(({ object }) => join(object, bytesOf('\n')));
  let at = 0;
  const head = plain.map(({ number }, index) => {
    const place = `${number} ${at}`;
    at += (bodies[index] as Uint8Array).length;
    return place;
  });
  const first = `${head.join(' ')}\n`;
  add(
    container,
    stream(
      zlibSync(join(bytesOf(first), ...bodies)),
      `/Type /ObjStm /N ${plain.length} /First ${first.length} /Filter /FlateDecode`,
    ),
  );
  const start = join(...pieces).length;
  offsets.set(directory, start);
  const rows = Array.from({ length: directory + 1 }, (_, number) => {
    const index = plain.findIndex((one) => one.number === number);
    if (number === 0) return [0, 0, 0, 0];
    if (index >= 0 || (inItself && number === container))
      return [2, container >> 8, container & 255, Math.max(index, 0)];
    const offset = offsets.get(number) as number;
    return [1, offset >> 8, offset & 255, 0];
  });
  const differences = rows.flatMap((row, y) => [
    2,
    ...row.map((value, x) => (value - (rows[y - 1]?.[x] ?? 0)) & 255),
  ]);
  add(
    directory,
    stream(
      zlibSync(Uint8Array.from(differences)),
      `/Type /XRef /W [1 2 1] /Size ${rows.length} /Root 1 0 R /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>`,
    ),
  );
  return join(...pieces, bytesOf(`startxref\n${start}\n%%EOF\n`));
}
