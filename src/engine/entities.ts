const MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
};
const ENTITIES: Readonly<Record<string, string>> = {
  // A page may name what every object has.
  __proto__: null as never,
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  shy: '',
  zwnj: '',
  zwj: '',
  ensp: ' ',
  emsp: ' ',
  ETH: 'Đ',
  eth: 'đ',
};

/** What an entity of HTML stands for, given by one of its number, its number in hexadecimal or its name; null for others. */
export function decodeEntity(decimal?: string, hex?: string, name?: string): string | null {
  if (name) {
    const accented = /^([a-zA-Z])(grave|acute|circ|tilde)$/.exec(name);
    return accented ? accented[1]! + MARKS[accented[2]!]! : (ENTITIES[name] ?? null);
  }
  const code = decimal ? Number(decimal) : Number.parseInt(hex!, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
