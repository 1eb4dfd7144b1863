import { bytesOf, join, number, utf16 } from './words.ts';

/** An enhanced metafile that writes lines. */
export function writeEmf(lines: readonly string[]): Uint8Array {
  const record = (type: number, body: Uint8Array) => {
    const padded = join(body, new Uint8Array((4 - (body.length % 4)) % 4));
    return join(number(type, 4), number(padded.length + 8, 4), padded);
  };
  const header = new Uint8Array(80);
  header.set(bytesOf(' EMF'), 32);
  const texts = lines.map((line) =>
    record(
      84,
      join(new Uint8Array(36), number(line.length, 4), number(76, 4), new Uint8Array(24), utf16(line)),
    ),
  );
  return join(record(1, header), ...texts, record(14, new Uint8Array(12)));
}

/** A Windows metafile that writes lines as bytes of TCVN3, which is all that its time knew of Vietnamese. */
export function writeWmf(lines: readonly string[]): Uint8Array {
  const record = (type: number, body: Uint8Array) => {
    const padded = join(body, new Uint8Array(body.length % 2));
    return join(number((padded.length + 6) / 2, 4), number(type, 2), padded);
  };
  const letters = (line: string) => bytesOf(line.replace(/[^\0-\xff]/g, (letter) => TCVN3[letter] ?? '?'));
  const texts = lines.map((line) =>
    record(0x0521, join(number(line.length, 2), letters(line), new Uint8Array(4))),
  );
  return join(bytesOf('\x01\0\x09\0\0\x03'), new Uint8Array(12), ...texts, record(0, new Uint8Array(0)));
}

/** The letters of the fixtures' words. TCVN3 fonts for capitals draw the small ones. */
const TCVN3: Readonly<Record<string, string>> = {
  Ệ: '\xd6',
  Ậ: '\xcb',
  ƯỚ: '\xad\xed',
  Ở: '\xeb',
  Ế: '\xd5',
  Ạ: '\xb9',
  Ộ: '\xe9',
  Ủ: '\xf1',
  Ĩ: '\xdc',
  Đ: '\xa7',
  ộ: '\xe9',
  ậ: '\xcb',
  ự: '\xf9',
  ạ: '\xb9',
  ố: '\xe8',
  ề: '\xd2',
  ế: '\xd5',
  ả: '\xb6',
  ồ: '\xe5',
  ỉ: '\xd8',
  đ: '\xae',
  ờ: '\xea',
  ã: '\xb7',
};
