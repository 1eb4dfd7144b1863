import { bytesOf, escapeXml, join, utf8 } from './words.ts';

export const writeHtml = (lines: readonly string[], head = ''): Uint8Array =>
  utf8(
    `<!doctype html><html><head><meta charset="utf-8">${head}<title>Thư</title><style>p{color:red}</style></head><body>${lines.map((line) => `<p>${escapeXml(line)}</p>`).join('\n')}</body></html>`,
  );

export const writeSvg = (lines: readonly string[]): Uint8Array =>
  utf8(
    `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">${lines.map((line, i) => `<text x="0" y="${i * 20}">${escapeXml(line)}</text>`).join('')}</svg>`,
  );

/** A document of Word 2003, each word in a run of its own, in a file that is laid out for people. */
export const writeWordXml = (lines: readonly string[], more = ''): Uint8Array => {
  const runs = (line: string) =>
    line
      .split(/(?= )/)
      .map((word) => `\n        <w:r><w:rPr><w:b/></w:rPr><w:t>${escapeXml(word)}</w:t></w:r>`)
      .join('<w:proofErr w:type="spellEnd"/>');
  return utf8(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">\n  <w:body>${lines.map((line) => `\n    <w:p>${runs(line)}\n    </w:p>`).join('')}${more}\n  </w:body>\n</w:wordDocument>`,
  );
};

/** Letters beyond ASCII as `\u` with a question mark for old readers. */
export const rtfText = (text: string): string =>
  [...text].map((letter) => (letter.charCodeAt(0) < 128 ? letter : `\\u${letter.charCodeAt(0)}?`)).join('');

export const writeRtf = (lines: readonly string[], more = ''): Uint8Array =>
  bytesOf(
    `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Times New Roman;}}{\\*\\generator Invented;}${more}\n${lines.map((line) => `\\pard ${rtfText(line)}\\par\n`).join('')}}`,
  );

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/.{76}/g, '$&\r\n');

export function writeEml(subject: string, lines: readonly string[], attached: Uint8Array): Uint8Array {
  const word = `=?utf-8?B?${base64(utf8(subject))}?=`;
  return utf8(
    [
      'From: a@vidu.example',
      'To: b@vidu.example',
      `Subject: ${word}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="ranh"',
      '',
      '--ranh',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64(utf8(lines.join('\r\n'))),
      '--ranh',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename="thu"',
      'Content-Transfer-Encoding: base64',
      '',
      base64(attached),
      '--ranh--',
      '',
    ].join('\r\n'),
  );
}

/** `old` is the first kind of all, known by nothing but the sums of its headers. */
export function writeTar(files: Readonly<Record<string, Uint8Array>>, { old = false } = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const header = new Uint8Array(512);
    header.set(utf8(name), 0);
    header.set(bytesOf('0000644\0'), 100);
    header.set(bytesOf(`${bytes.length.toString(8).padStart(11, '0')}\0`), 124);
    header[156] = 0x30;
    if (old) header.set(bytesOf(sumOf(header)), 148);
    else header.set(bytesOf('ustar'), 257);
    pieces.push(header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  return join(...pieces, new Uint8Array(1024));
}

const sumOf = (header: Uint8Array) =>
  `${header
    .reduce((sum, byte) => sum + byte, 8 * 32)
    .toString(8)
    .padStart(6, '0')}\0 `;
