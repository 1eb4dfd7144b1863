import CFB from 'cfb';
import { bytesOf, join, number, utf16 } from './words.ts';

/** A compound file of streams, by an independent writer. */
export function writeCompound(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_del(file, '/\u0001Sh33tJ5');
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, Array.from(bytes));
  return Uint8Array.from(CFB.write(file, { type: 'array' }) as number[]);
}

export interface DocOptions {
  readonly header?: string;
  /** Writes the text as bytes (cp1252 letters) instead of UTF-16. */
  readonly narrow?: boolean;
  readonly encrypted?: boolean;
}

/** A Word 97 document of one piece. */
export function writeDoc(
  lines: readonly string[],
  { header = '', narrow = false, encrypted = false }: DocOptions = {},
) {
  const body = `${lines.join('\r')}\r`;
  const text = body + (header === '' ? '' : `${header}\r`);
  const letters = narrow ? bytesOf(text) : utf16(text);
  const main = new Uint8Array(Math.max(4096, 1024 + letters.length));
  const put = (at: number, value: number, size: 1 | 2 | 4) => main.set(number(value, size), at);
  put(0, 0xa5ec, 2);
  put(2, 0xc1, 2);
  put(0x0a, 0x0200 | (encrypted ? 0x0100 : 0), 2);
  put(0x4c, body.length, 4);
  put(0x54, text.length - body.length, 4);
  main.set(letters, 1024);
  const place = narrow ? (1024 * 2) | 0x40000000 : 1024;
  const pieces = join(number(0, 4), number(text.length, 4), number(0, 2), number(place, 4), number(0, 2));
  const table = join(Uint8Array.of(2), number(pieces.length, 4), pieces);
  put(0x1a2, 0, 4);
  put(0x1a6, table.length, 4);
  return writeCompound({ WordDocument: main, '1Table': table });
}

const record = (type: number, ...body: Uint8Array[]): Uint8Array => {
  const whole = join(...body);
  return join(number(type, 2), number(whole.length, 2), whole);
};
const unicode = (text: string): Uint8Array => join(number(text.length, 2), Uint8Array.of(1), utf16(text));

/** An Excel 97 workbook with one cell a row; `continued` breaks the table of strings in the middle of a word. */
export function writeXls(
  lines: readonly string[],
  { continued = false, encrypted = false, header = '' } = {},
) {
  const bof = (kind: number) => record(0x809, number(0x600, 2), number(kind, 2), new Uint8Array(12));
  const strings = lines.map(unicode);
  const table = join(number(lines.length, 4), number(lines.length, 4), ...strings);
  const cut = table.length - 4;
  const sst = continued
    ? join(record(0xfc, table.subarray(0, cut)), record(0x3c, Uint8Array.of(1), table.subarray(cut)))
    : record(0xfc, table);
  const name = 'Trang 1';
  const cells = lines.map((_, row) =>
    record(0xfd, number(row, 2), number(0, 2), number(0, 2), number(row, 4)),
  );
  return writeCompound({
    Workbook: join(
      bof(5),
      ...(encrypted ? [record(0x2f, new Uint8Array(54))] : []),
      record(0x85, number(0, 4), number(0, 2), Uint8Array.of(name.length, 1), utf16(name)),
      sst,
      record(0x0a),
      bof(0x10),
      ...(header === '' ? [] : [record(0x14, unicode(header))]),
      ...cells,
      record(0x0a),
    ),
  });
}

const atom = (type: number, body: Uint8Array): Uint8Array =>
  join(number(0, 2), number(type, 2), number(body.length, 4), body);

/** A PowerPoint 97 presentation of text records in one container. */
export function writePpt(lines: readonly string[], { encrypted = false } = {}) {
  const texts = join(...lines.map((line) => atom(0x0fa0, utf16(line))));
  const document = join(number(0x0f, 2), number(1000, 2), number(texts.length, 4), texts);
  const token = encrypted ? 0xf3d1c4df : 0xe391c05f;
  const user = join(
    number(0, 2),
    number(0x0ff6, 2),
    number(20, 4),
    number(20, 4),
    number(token, 4),
    new Uint8Array(12),
  );
  // Short streams live in a place of their own; a real presentation is never that short.
  return writeCompound({ 'Current User': user, 'PowerPoint Document': document });
}

export function writeMsg(subject: string, lines: readonly string[]) {
  return writeCompound({
    '__properties_version1.0': new Uint8Array(32),
    '__substg1.0_0037001F': utf16(subject),
    '__substg1.0_1000001F': utf16(lines.join('\r\n')),
  });
}

/** A file dropped into a document by the packager of old Windows. */
export function writeOle(name: string, bytes: Uint8Array) {
  const file = join(
    bytesOf(`${name}\0C:\\${name}\0`),
    number(0, 2),
    number(3, 2),
    number(3, 4),
    bytesOf('C:\0'),
    number(bytes.length, 4),
    bytes,
  );
  return writeCompound({ '\u0001Ole10Native': join(number(file.length + 2, 4), number(2, 2), file) });
}
