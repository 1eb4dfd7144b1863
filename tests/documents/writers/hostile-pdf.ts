import { createHash } from 'node:crypto';
import { zlibSync } from 'fflate';
import { bytesOf, join, number } from './words.ts';

/** What draws two letters in the font of `page`. */
export const SHOW = 'BT /F1 12 Tf 60 780 Td <0001> Tj <00010002> Tj ET';

/** A PDF of numbered objects, the first of which is its catalogue. */
export function pdfOf(objects: readonly (string | Uint8Array)[], trailer = ''): Uint8Array {
  const pieces = [bytesOf('%PDF-1.7\n')];
  for (const [index, object] of objects.entries()) {
    const body = typeof object === 'string' ? bytesOf(object) : object;
    pieces.push(bytesOf(`${index + 1} 0 obj\n`), body, bytesOf('\nendobj\n'));
  }
  const at = pieces.reduce((sum, piece) => sum + piece.length, 0);
  let from = 0;
  const rows = pieces.flatMap((piece, index) => {
    const here = from;
    from += piece.length;
    return index % 3 === 1 ? [`${String(here).padStart(10, '0')} 00000 n \n`] : [];
  });
  pieces.push(
    bytesOf(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}trailer << /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(pieces));
}

export function stream(content: string | Uint8Array, dictionary = ''): Uint8Array {
  const body = typeof content === 'string' ? bytesOf(content) : content;
  return join(bytesOf(`<< /Length ${body.length} ${dictionary} >>\nstream\n`), body, bytesOf('\nendstream'));
}

export const deflated = (content: string | Uint8Array, dictionary = '/Filter /FlateDecode'): Uint8Array =>
  stream(zlibSync(typeof content === 'string' ? bytesOf(content) : content), dictionary);

/** A file of one page: its font is object 4, what it draws object 5, and others follow. */
export function page(
  font: string,
  draws: string | Uint8Array,
  others: readonly (string | Uint8Array)[] = [],
  more = '',
): Uint8Array {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> ${more} >> /Contents 5 0 R >>`,
    font,
    typeof draws === 'string' && !draws.startsWith('[') ? stream(draws) : draws,
    ...others,
  ]);
}

const DESCRIPTOR =
  '/Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent 200 /CapHeight 700 /StemV 80';

/** A font of two-byte codes; `own` stands in it, `wide` in its descendant. */
export const wideFont = (own = '', wide = '/DW 500', encoding = '/Identity-H'): string =>
  `<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding ${encoding} ${own} /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ${wide} /FontDescriptor << ${DESCRIPTOR} >> >>] >>`;

/** A font of one-byte codes whose letters are drawn by the program in object 6. */
export const drawnFont = `<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 0 /LastChar 1 /Widths [500 500] /FontDescriptor << ${DESCRIPTOR} /FontFile3 6 0 R >> >>`;

export const codeTable = (body: string): string =>
  `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /I def 1 begincodespacerange <0000> <ffff> endcodespacerange\n${body}\nendcmap end end`;

/** Ranges of codes one behind the other, each as large as pdf.js lets one be. */
export const hugeRanges = (count: number, kind: 'bf' | 'cid'): string =>
  codeTable(
    `${count} begin${kind}range\n${Array.from({ length: count }, (_, i) => {
      const edge = (code: number) => `<${code.toString(16).padStart(8, '0')}>`;
      return `${edge(i * 2 ** 24)} ${edge(i * 2 ** 24 + 2 ** 24 - 2)} ${kind === 'bf' ? '<0041>' : '1'}`;
    }).join('\n')}\nend${kind}range`,
  );

/** Forms that paint each other, ten times each, to a depth of twelve. Objects 6 to 17. */
export const laughingForms = (last: string): Uint8Array[] =>
  Array.from({ length: 12 }, (_, i) =>
    stream(
      i === 11 ? last : '/A Do '.repeat(10),
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 4 0 R >> /XObject << /A ${7 + i} 0 R >> >>`,
    ),
  );

/** A page that paints one picture, whose bytes and entries are given. */
export const painted = (picture: Uint8Array, entries: string): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>',
    stream(picture, `/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 ${entries}`),
    stream('q 595 0 0 842 0 0 cm /I Do Q'),
  ]);

/** The head of a JPEG of so many pixels to a side, and nothing behind it. */
export const headOfJpeg = (side: number): Uint8Array => {
  const sides = [side >> 8, side & 255, side >> 8, side & 255];
  return Uint8Array.of(
    0xff,
    0xd8,
    0xff,
    0xc0,
    0,
    17,
    8,
    ...sides,
    3,
    1,
    17,
    0,
    2,
    17,
    0,
    3,
    17,
    0,
    0xff,
    0xd9,
  );
};

const XML = (elements: string) => `<?xpacket?><x>${elements}</x>`;

/** A file of an empty page with elements of XML that tell of the file. */
export const aboutItself = (elements: string): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    stream(XML(elements), '/Type /Metadata /Subtype /XML'),
  ]);

/** A file of one page with a field, and elements of XML that hold its form. */
export const formOf = (elements: string): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /XFA [(datasets) 4 0 R] >> >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [5 0 R] >>',
    stream(XML(elements)),
    '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /Rect [0 0 9 9] >>',
  ]);

/** A font program of a letter that calls a part, which calls the next a hundred times, and so on ten deep. */
export function laughingFont(): Uint8Array {
  const index = (...items: Uint8Array[]) => {
    if (items.length === 0) return Uint8Array.of(0, 0);
    const offsets = [1];
    for (const item of items) offsets.push((offsets.at(-1) as number) + item.length);
    const places = offsets.flatMap((at) => [at >> 8, at & 255]);
    return join(Uint8Array.of(0, items.length, 2, ...places), ...items);
  };
  const call = (part: number) => [part + 32, 29];
  const parts = Array.from({ length: 9 }, (_, i) =>
    Uint8Array.from([...Array.from({ length: 100 }, () => call(i + 1)).flat(), 11]),
  );
  const head = join(Uint8Array.of(1, 0, 4, 1), index(bytesOf('X')));
  const behind = join(index(), index(...parts, Uint8Array.of(11)));
  const letters = index(Uint8Array.of(14), Uint8Array.from([...call(0), 14]));
  const top = (at: number) => {
    const place = (value: number) => join(Uint8Array.of(29), number(value, 4).reverse());
    return index(
      join(place(at), Uint8Array.of(17), Uint8Array.of(139), place(at + letters.length), Uint8Array.of(18)),
    );
  };
  const from = head.length + top(0).length + behind.length;
  return join(head, top(from), behind, letters);
}

const PADDING = bytesOf(
  '\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a',
);

/** A file of one page that opens without a password although it is encrypted; the page draws what is packed here. */
export function locked(draws: Uint8Array, filter = '/Filter /FlateDecode'): Uint8Array {
  const owner = new Uint8Array(32).fill(0x5a);
  const md5 = (...pieces: Uint8Array[]) =>
    new Uint8Array(
      createHash('md5')
        .update(join(...pieces))
        .digest(),
    );
  const key = md5(PADDING, owner, number(0xfffffffc, 4), bytesOf('ab')).subarray(0, 5);
  const seal = (body: Uint8Array, object: number) =>
    rc4(body, md5(key, number(object, 4).subarray(0, 3), number(0, 2)).subarray(0, 10));
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
      wideFont(),
      stream(seal(draws, 5), filter),
    ],
    `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${hex(owner)}> /U <${hex(rc4(PADDING, key))}> >> /ID [<6162> <6162>]`,
  );
}

function rc4(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => ([box[a], box[b]] = [box[b] as number, box[a] as number]);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (box[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return bytes.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (box[i] as number)) & 255;
    swap(i, j);
    return byte ^ (box[((box[i] as number) + (box[j] as number)) & 255] as number);
  });
}

/** A file with one attachment under so many names. */
export function manyNames(count: number, attachment: Uint8Array): Uint8Array {
  const names = Array.from({ length: count }, (_, index) => `(a${index}) 4 0 R`);
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [${names.join(' ')}] >> >> >>`,
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    '<< /Type /Filespec /F (a) /EF << /F 5 0 R >> >>',
    attachment,
  ]);
}

/** A file with one attachment on so many notes of its page. */
export function manyNotes(count: number, attachment: Uint8Array): Uint8Array {
  const note = '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 4 0 R >> ';
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [${note.repeat(count)}] >>`,
    '<< /Type /Filespec /F (a.txt) /EF << /F 5 0 R >> >>',
    attachment,
  ]);
}
