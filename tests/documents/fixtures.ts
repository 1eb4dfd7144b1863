import { gzipSync } from 'fflate';
import { write7z, writeRar4, writeRar5 } from './writers/archive.ts';
import { writeCompound, writeDoc, writeMsg, writeOle, writePpt, writeXls } from './writers/compound.ts';
import { writeEmf, writeWmf } from './writers/metafile.ts';
import { pack, writeDocx, writeOdf, writePptx, writeXlsx } from './writers/office.ts';
import { packed } from './writers/packed.ts';
import { writePdf } from './writers/pdf.ts';
import { pictures } from './writers/pictures.ts';
import { writeEml, writeHtml, writeRtf, writeSvg, writeTar, writeWordXml } from './writers/text.ts';
import { bytesOf, clean, join, marked, utf8 } from './writers/words.ts';

/** Unpacks to far more than two hundred times its size. */
const HUGE = 3 * 1024 * 1024;
const blank = ' '.repeat(HUGE);

type Lines = readonly string[];

/** Every fixture by its path `<format>/<what>.<ending>`; what must come out stands in the test that walks them. */
export function* fixtures(): Generator<readonly [path: string, bytes: Uint8Array]> {
  yield* packages();
  yield* binaries();
  yield* texts();
  yield* archives();
  for (const [path, base64] of Object.entries(packed)) yield [path, Buffer.from(base64, 'base64')] as const;
  yield* pictures();
}

function* both(format: string, write: (lines: Lines) => Uint8Array) {
  yield [`${format}/ok.${format}`, write(clean)] as const;
  yield [`${format}/blocked.${format}`, write(marked)] as const;
}

/** What a broken copy leaves: the first three quarters. */
const cut = (bytes: Uint8Array): Uint8Array => bytes.slice(0, Math.floor(bytes.length * 0.75));

/** Marks all entries of a ZIP file as encrypted, in its directory and before each entry. */
function lock(bytes: Uint8Array): Uint8Array {
  const locked = bytes.slice();
  for (let at = 0; at + 10 < locked.length; at++) {
    if (locked[at] !== 0x50 || locked[at + 1] !== 0x4b) continue;
    if (locked[at + 2] === 3 && locked[at + 3] === 4) locked[at + 6] = (locked[at + 6] ?? 0) | 1;
    if (locked[at + 2] === 1 && locked[at + 3] === 2) locked[at + 8] = (locked[at + 8] ?? 0) | 1;
  }
  return locked;
}

function* packages() {
  const locked = writeCompound({
    EncryptedPackage: new Uint8Array(5000),
    EncryptionInfo: new Uint8Array(100),
  });
  const writers = {
    docx: [writeDocx, 'word/document.xml'],
    xlsx: [writeXlsx, 'xl/worksheets/sheet1.xml'],
    pptx: [writePptx, 'ppt/slides/slide1.xml'],
  } as const;
  for (const [format, [write, main]] of Object.entries(writers)) {
    yield* both(format, write);
    yield [`${format}/broken.${format}`, cut(write(marked))] as const;
    yield [`${format}/encrypted.${format}`, locked] as const;
    yield [`${format}/bomb.${format}`, write(clean, { [main]: `<w>${blank}</w>` })] as const;
  }
  for (const format of ['odt', 'ods', 'odp'] as const) {
    yield* both(format, (lines) => writeOdf(format, lines));
    yield [`${format}/broken.${format}`, cut(writeOdf(format, marked))] as const;
    const manifest = '<manifest:manifest><manifest:encryption-data/></manifest:manifest>';
    yield [
      `${format}/encrypted.${format}`,
      writeOdf(format, clean, { 'META-INF/manifest.xml': manifest }),
    ] as const;
    yield [
      `${format}/bomb.${format}`,
      writeOdf(format, clean, { 'content.xml': `<w>${blank}</w>` }),
    ] as const;
  }
  yield* both('zip', (lines) => pack({ 'thu/thu.docx': writeDocx(lines), 'ghi-chu.txt': 'Xin chào' }));
  yield ['zip/broken.zip', cut(pack({ 'thu.txt': marked.join('\n') }))] as const;
  yield ['zip/encrypted.zip', lock(pack({ 'thu.txt': clean.join('\n') }))] as const;
  yield ['zip/bomb.zip', pack({ 'trang.txt': blank })] as const;
}

function* binaries() {
  yield* both('doc', (lines) => writeDoc(lines));
  yield ['doc/broken.doc', cut(writeDoc(marked))] as const;
  yield ['doc/encrypted.doc', writeDoc(clean, { encrypted: true })] as const;
  yield* both('xls', (lines) => writeXls(lines));
  yield ['xls/broken.xls', cut(writeXls(marked))] as const;
  yield ['xls/encrypted.xls', writeXls(clean, { encrypted: true })] as const;
  yield* both('ppt', (lines) => writePpt(lines));
  yield ['ppt/broken.ppt', cut(writePpt(marked))] as const;
  yield ['ppt/encrypted.ppt', writePpt(clean, { encrypted: true })] as const;
  yield* both('msg', (lines) => writeMsg('Gửi báo cáo', lines));
  yield ['msg/broken.msg', cut(writeMsg('Gửi báo cáo', marked))] as const;
  yield* both('ole', (lines) => writeOle('thu.txt', utf8(lines.join('\n'))));
  yield ['ole/broken.ole', cut(writeOle('thu.txt', utf8(marked.join('\n'))))] as const;
  yield* both('pdf', (lines) => writePdf([lines]));
  yield ['pdf/broken.pdf', bytesOf('%PDF-1.7\nnothing that follows is one')] as const;
  yield ['pdf/encrypted.pdf', writePdf([clean], { encrypted: true })] as const;
  const stream = utf8('0 0 1 1 re f\n'.repeat(8 * 1024 * 1024));
  yield ['pdf/bomb.pdf', writePdf([clean], { content: stream, packed: true })] as const;
  yield* both('emf', writeEmf);
  yield ['emf/broken.emf', cut(writeEmf(marked))] as const;
  yield* both('wmf', writeWmf);
  yield ['wmf/broken.wmf', cut(writeWmf(marked))] as const;
  yield* both('gz', (lines) => gzipSync(utf8(lines.join('\n')), { mtime: 1 }));
  yield ['gz/broken.gz', cut(gzipSync(utf8(marked.join('\n')), { mtime: 1 }))] as const;
  yield ['gz/bomb.gz', gzipSync(utf8(blank), { mtime: 1 })] as const;
  yield* both('tar', (lines) =>
    writeTar({ 'thu.txt': utf8(lines.join('\n')), 'trang.txt': utf8('Xin chào') }),
  );
  yield ['tar/blocked-old.tar', writeTar({ 'thu.txt': utf8(marked.join('\n')) }, { old: true })] as const;
  yield ['tar/broken.tar', cut(writeTar({ 'thu.txt': new Uint8Array(3000) }))] as const;
}

function* archives() {
  const letter = (lines: Lines) => ({ 'thu.txt': utf8(lines.join('\n')), 'trang.txt': utf8('Xin chào') });
  yield* both('7z', (lines) => write7z(letter(lines)));
  yield ['7z/broken.7z', cut(write7z(letter(marked)))] as const;
  yield* both('rar', (lines) => writeRar5(letter(lines)));
  for (const [what, lines] of [['ok', clean] as const, ['blocked', marked] as const])
    yield [`rar/${what}-4.rar`, writeRar4(letter(lines))] as const;
  yield ['rar/broken.rar', cut(writeRar5({ 'thu.txt': new Uint8Array(3000) }))] as const;
  yield ['rar/encrypted.rar', writeRar5({}, { encrypted: true })] as const;
}

function* texts() {
  yield* both('txt', (lines) => utf8(lines.join('\r\n')));
  yield* both('csv', (lines) => utf8(lines.map((line) => `"${line}",1,\n`).join('')));
  yield* both('html', (lines) => writeHtml(lines));
  yield* both('svg', (lines) => writeSvg(lines));
  yield ['svg/broken.svg', cut(writeSvg(marked))] as const;
  yield* both('xml', (lines) => writeWordXml(lines));
  yield* both('rtf', (lines) => writeRtf(lines));
  yield* both('eml', (lines) => writeEml('Gửi báo cáo', lines, writeDocx(clean)));
  yield ['eml/encrypted.eml', writeEml('Gửi báo cáo', clean, lock(pack({ 'thu.txt': 'Xin chào' })))] as const;
  yield ['eml/bomb.eml', writeEml('Gửi báo cáo', clean, join(pack({ 'trang.txt': blank })))] as const;
}
