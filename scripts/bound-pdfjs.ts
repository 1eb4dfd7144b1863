import { readFileSync, writeFileSync } from 'node:fs';

const SOURCE = new URL('../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs', import.meta.url);
const BOUNDED = new URL('../.generated/pdf-worker.js', import.meta.url);
/** Letters of one string, name or word. Each is an entry of a list, at some 35 bytes. */
const MOST_LETTERS = 4 * 1024 * 1024;
/** Values in one list or dictionary, with those inside it. */
const MOST_VALUES = 1 << 20;
/** Lists in lists. Far deeper ones end in an error that pdf.js takes for the end of the drawing. */
const DEEPEST = 500;
/** Bytes of a stream that is read as one string: a script, or what a form of the older kind (XFA) holds. */
const LONGEST_STRING = 2 * 1024 * 1024;
/** Bytes of a JPEG while it is made, and numbers of a JPEG 2000, by their own heads. Larger ones stay unread. */
const MOST_JPEG = 210_000_000;
const MOST_SAMPLES = 48_000_000;
/** Times that a JPEG is gone over, as for pictures that stand alone. */
const MOST_SCANS = 64;
/** Bytes from which on a buffer is not doubled. */
const LARGE = 32 * 1024 * 1024;

const LETTERS = 'this.strBuf=[]';
/** Makes room for a JPEG, whose head has just been read. */
const ROOM = 'function prepareComponents(e){';
/** Where a drawing ends although viewers go on: they forget the first arguments of too many. */
const ARGUMENTS = 't.length>33)throw new FormatError("Too many arguments")';
/** Where an error ends a drawing and is kept: what would follow stays unread. */
const KEPT = ['warn(`getTextContent - ignoring errors', 'warn(`getOperatorList - ignoring errors'];

/** What is added to the end of the file, where its classes can be seen. */
const BOUNDS = `
/*! Changed: what follows was added by Lá Chắn. */
let bounds = { tooMany() {}, unpacking() {}, cut() {} };
export const setBounds = (answers) => void (bounds = answers);
function checkSize(size, most) {
  if (size > most) throw new Error('a picture of too many pixels');
}
function checkJpeg({ samplesPerLine, scanLines, maxH, maxV, components }) {
  const share = components.reduce((sum, { h, v }) => sum + h * v, 0) / (maxH * maxV);
  checkSize(samplesPerLine * scanLines * (3 + 2 * share), ${MOST_JPEG});
}
class BoundedLetters extends Array {
  push(letter, next) {
    const length = this.length;
    if (length > ${MOST_LETTERS}) bounds.tooMany('a word without an end');
    this[length] = letter;
    if (next !== undefined) this[length + 1] = next;
  }
}
{
  let depth = 0;
  let values = 0;
  const { getObj } = Parser.prototype;
  Parser.prototype.getObj = function (cipher) {
    if (depth === 0) values = 0;
    else if (++values > ${MOST_VALUES}) bounds.tooMany('a list of more than a million values');
    if (depth > ${DEEPEST}) bounds.tooMany('lists in lists without an end');
    depth++;
    try {
      return getObj.call(this, cipher);
    } finally {
      depth--;
    }
  };
  DecodeStream.prototype.ensureBuffer = function (requested) {
    const had = this.buffer.byteLength;
    if (requested <= had) return this.buffer;
    let size = this.minBufferLength;
    while (size < requested) size *= 2;
    // Large ones grow by less: pictures, whose size is known.
    if (size > ${LARGE}) size = requested + (requested >> 3);
    bounds.unpacking(size - had, size);
    const buffer = new Uint8Array(size);
    buffer.set(this.buffer);
    this.buffer = buffer;
    return buffer;
  };
  // The browser unpacks without a limit, and all streams of a page at once. Without it pdf.js unpacks by itself.
  DecodeStream.prototype.asyncGetBytesFromDecompressionStream = async function () {
    this.stream.reset();
    const compressed = this.stream.isAsync ? await this.stream.asyncGetBytes() : this.stream.getBytes();
    return { decompressed: null, compressed };
  };
  // What programs say of the file is not asked for; a megabyte of it took pdf.js fifteen seconds.
  Object.defineProperty(Catalog.prototype, 'metadata', { get: () => null });
  BaseStream.prototype.getString = function (length) {
    const bytes = this.getBytes(length);
    if (bytes.length > ${LONGEST_STRING}) bounds.tooMany('a form or script without an end');
    return bytesToString(bytes);
  };
  const { parse } = JpegImage.prototype;
  JpegImage.prototype.parse = function (bytes, options) {
    let scans = 0;
    for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1))
      if (bytes[at + 1] === 0xda && bytes[at + 4] <= 4) checkSize(++scans, ${MOST_SCANS});
    return parse.call(this, bytes, options);
  };
  const { decode } = JpxImage;
  JpxImage.decode = (bytes, options) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // The head of the picture follows its first marker: length, kind, width, height, other sides, how many colours.
    for (let at = bytes.indexOf(0xff); at >= 0 && at + 42 <= bytes.length; at = bytes.indexOf(0xff, at + 1))
      if (view.getUint32(at) === 0xff4fff51)
        checkSize(view.getUint32(at + 8) * view.getUint32(at + 12) * view.getUint16(at + 40), ${MOST_SAMPLES});
    return decode.call(JpxImage, bytes, options);
  };
}
`;

/**
 * Writes a copy of pdf.js's worker that asks `bounds` before it goes on with a word, a list or a buffer without an end: only
 * the reader itself knows which streams it takes for drawings, whatever they call themselves. Throws when pdf.js is no
 * longer written as expected.
 */
function boundPdfjs(): void {
  const code = readFileSync(SOURCE, 'utf8');
  const classes = ['Parser{', 'Lexer{', 'DecodeStream ', 'Catalog{', 'BaseStream{', 'JpxImage{'];
  const classesAreThere = classes.every((one) => code.includes(`class ${one}`));
  const once = [ROOM, ARGUMENTS, ...KEPT].every((place) => code.split(place).length === 2);
  if (!classesAreThere || code.split(LETTERS).length !== 3 || !once)
    throw new Error(
      'pdf.js has changed: see how it reads words and streams now, and mend scripts/bound-pdfjs.ts.',
    );
  const bounded = KEPT.reduce((text, place) => text.replace(place, 'bounds.cut(),$&'), code)
    .replaceAll(LETTERS, 'this.strBuf=new BoundedLetters')
    .replace(ROOM, '$&checkJpeg(e);')
    .replace(ARGUMENTS, 't.length>33)t.shift()');
  writeFileSync(BOUNDED, bounded + BOUNDS);
}

boundPdfjs();
