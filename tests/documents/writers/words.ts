const head = ['UBND TỈNH AN PHƯỚC', 'SỞ KẾ HOẠCH', 'Số: 27/BC-SKH'];
const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'];
const body = ['BÁO CÁO', 'Về kết quả trồng cây mùa xuân', 'Toàn tỉnh đã trồng ba nghìn cây tại mười hai xã.'];

/** An invented letter; the unit does not exist. */
export const clean: readonly string[] = [...head, ...motto, ...body];
/** The same letter with a marking under its number. */
export const marked: readonly string[] = [...head, 'TUYỆT MẬT', ...motto, ...body];
/** A letter with its marking elsewhere: the lines around stay clean. */
export const stamp = 'TUYỆT MẬT';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const utf16 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) & 0xff;
    bytes[i * 2 + 1] = text.charCodeAt(i) >> 8;
  }
  return bytes;
};
/** Letters up to U+00FF as bytes. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function join(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A little-endian number of `bytes` bytes. */
export function number(value: number, bytes: 1 | 2 | 4): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);
}

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
