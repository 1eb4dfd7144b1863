/** Where in an entry of the table the symbol begins. */
export const SYMBOL_SHIFT = 11;
/** The low bits of an entry: how many bits its symbol takes, 0 where there is none. */
export const SYMBOL_WIDTH = 5;
/** Bits of the letters that are looked at together: six of them. */
export const KEY_WIDTH = 30;
/** Set on signs that betray an old Vietnamese encoding, or UTF-8 read as cp1252. */
export const LEGACY_FLAG = 0x20;
/** Set on signs of HTML, JSON escapes and forum marks. */
export const MARKUP_FLAG = 0x40;
/** Set on signs of percent and quoted-printable escapes. */
export const ESCAPE_FLAG = 0x80;
/** Set on the first half of mathematical letters, letters in squares and regional letters, which many pictures have too. */
export const SQUARE_FLAG = 0x100;
/** Set on small letters. */
export const SMALL_FLAG = 0x200;
/** Set on what ends a line or a cell. */
export const EDGE_FLAG = 0x400;

const DIGIT = 27;
const OTHER_LETTER = 28;
export const CJK_SECRET = 31;

const LOOKALIKES: readonly (readonly [string, string])[] = [
  ['АВЕКМНОРСТУХІЈЅԀԚԜҮҺавекмнорстухіјѕԁԛԝүһ', 'ABEKMHOPCTYXIJSDQWYHabekmhopctyxijsdqwyh'],
  ['БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯбгджзийлпфцчшщъыьэюя', 'BGDZZUULNFUYWWBBBEORbgdzzuulnfuywwbbbeor'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ', 'ABEZHIKMNOPTYXaikvoptux'],
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'ABCDEFGHIJKLMNOPRSTUVWYZ'],
  ['ĐđÐðƉɖØøŁłı', 'DdDdDdOoLli'],
  // Of Armenian, Cherokee, Coptic and Lisu the letters that the levels could be written with.
  ['ՍսՕօӀᎢᎽᎬᎷᎪⲦⲨⲘⲀⲞⲒꓔꓴꓬꓰꓟꓮꓳꓲɑεє', 'UuOoITYEMATYMAOITUYEMAOIaee'],
];
const LEGACY_SIGNS = 'ËÖ§®µØøÄäÆº^';
const MARKUP_SIGNS = '<&\\[';
const ESCAPE_SIGNS = '%=';
const EDGE_SIGNS = '\t\n\v\f\r\u0085\u2028\u2029|';
const GAPS: readonly (readonly [number, number])[] = [
  [0x00, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x2b0, 0x36f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x2bff],
  [0x2000, 0x200a],
  [0x3000, 0x303f],
  [0x3164, 0x3164],
  [0xd800, 0xf8ff],
  [0xfe00, 0xfe6f],
  [0xfeff, 0xff0f],
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
  [0xffa0, 0xffa0],
  [0xffe0, 0xffff],
];
/** First plain letters of composed and compatibility letters (NFKD), `.` where there is none: a table, for making it at
 * the start of every page would cost milliseconds. A test compares it with what the engine of the language says. */
export const DECOMPOSED: readonly (readonly [number, string])[] = [
  [
    0xc0,
    'AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.yAaAaAaCcCcCcCcDd..EeEeEeEeEeGgGg' +
      'GgGgHh..IiIiIiIiI.IiJjKk.LlLlLlLl..NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZzs' +
      '................................Oo.............Uu...................DDdLLlNNnAaIiOoUuUuUuUuUu.Aa' +
      'Aa....GgKkOoOo..jDDdGg..NnAa....AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............' +
      '................',
  ],
  [
    0x1e00,
    'AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRr' +
      'SsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwyas....AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe' +
      'EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......',
  ],
  [0x1d2c, 'A.B.DE.GHIJKLMN.O.PRTUWa...bde...g.km.o...ptu'],
  [0x2100, 'aaC..cc...gHHHh.IILl.NN..PQRRR..STT.Z...Z.KABC.eEF.Mo....i.F.........Ddeij......'],
];
const CAPITALS = [0x41, 0xff21, 0x24b6, 0x249c];
const SMALL = [0x61, 0xff41, 0x24d0];
// Optical recognition reads O, I and T as 0, 1 and 7.
const DIGIT_LETTERS: Readonly<Record<number, number>> = { 0: 15, 1: 9, 7: 20 };

let table: Uint16Array | undefined;

/**
 * What a code unit means to the matcher. From bit 11 on stands the symbol: 0 for what may stand between letters (spaces,
 * punctuation, combining marks, zero-width characters), 1..26 for a..z, 27 for a digit, 28 for a letter of another
 * script, 31 for 密. The low five bits are the width of the symbol, the flags between say that the text may need another
 * reading. Made at first use: most pages have nothing to look at.
 */
export function foldTable(): Uint16Array {
  table ??= buildFold();
  return table;
}

/**
 * The entry of a symbol. 密 is wider than a whole key: two signs tell a Chinese word, and no letter counts before it. Every
 * width is odd, so that the lowest bit tells a letter.
 */
function entryOf(symbol: number): number {
  return symbol === 0 ? 0 : (symbol << SYMBOL_SHIFT) | (symbol === CJK_SECRET ? KEY_WIDTH + 1 : SYMBOL_WIDTH);
}

function buildFold(): Uint16Array {
  const fold = new Uint16Array(65536).fill(entryOf(OTHER_LETTER));
  for (const [from, to] of GAPS) fold.fill(0, from, to + 1);
  for (let letter = 0; letter < 26; letter++) {
    const entry = entryOf(letter + 1);
    for (const base of CAPITALS) fold[base + letter] = entry;
    for (const base of SMALL) fold[base + letter] = entry | SMALL_FLAG;
  }
  for (const [from, letters] of DECOMPOSED) {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters.charCodeAt(i);
      if (letter !== 0x2e) fold[from + i] = fold[letter]!;
    }
  }
  for (let digit = 0; digit < 10; digit++) {
    fold[0x30 + digit] = fold[0xff10 + digit] = entryOf(DIGIT_LETTERS[digit] ?? DIGIT);
  }
  for (const [letters, plain] of LOOKALIKES) {
    for (let i = 0; i < letters.length; i++) fold[letters.charCodeAt(i)] = fold[plain.charCodeAt(i)]!;
  }
  fold[0x5bc6] = entryOf(CJK_SECRET);
  for (let unit = 0x80; unit < 0xa0; unit++) fold[unit]! |= LEGACY_FLAG;
  fold[0xd83c]! |= SQUARE_FLAG;
  fold[0xd835]! |= SQUARE_FLAG;
  for (const sign of LEGACY_SIGNS) fold[sign.charCodeAt(0)]! |= LEGACY_FLAG;
  for (const sign of MARKUP_SIGNS) fold[sign.charCodeAt(0)]! |= MARKUP_FLAG;
  for (const sign of ESCAPE_SIGNS) fold[sign.charCodeAt(0)]! |= ESCAPE_FLAG;
  for (const sign of EDGE_SIGNS) fold[sign.charCodeAt(0)]! |= EDGE_FLAG;
  return fold;
}

/** The symbol of a code unit without its flags. */
export function symbolOf(unit: number): number {
  return (table ?? foldTable())[unit]! >> SYMBOL_SHIFT;
}

/** True for units that print nothing of their own: combining marks, zero-width and soft hyphens, variation selectors. */
export function isInvisible(unit: number): boolean {
  if (unit < 0x300) return unit === 0xad;
  if (unit <= 0x36f) return true;
  if (unit < 0x115f) return false;
  return (
    unit <= 0x1160 ||
    (unit >= 0x180b && unit <= 0x180e) ||
    unit === 0x3164 ||
    unit === 0xffa0 ||
    (unit >= 0x200b && unit <= 0x200f) ||
    (unit >= 0x202a && unit <= 0x202e) ||
    (unit >= 0x2060 && unit <= 0x2064) ||
    unit === 0xfeff ||
    (unit >= 0xfe00 && unit <= 0xfe0f)
  );
}
