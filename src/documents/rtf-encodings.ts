/** Windows code pages of the character sets that fonts name; unknown ones are the document's. */
export function pageOfCharset(charset: number): string | null {
  const pages: Readonly<Record<number, string>> = {
    0: 'windows-1252',
    161: 'windows-1253',
    163: 'windows-1258',
    204: 'windows-1251',
    238: 'windows-1250',
  };
  return pages[charset] ?? null;
}

const tables = new Map<string, readonly string[]>();

/** Letters that stand for bytes, as the code page reads them. */
export function decodeByteLetters(text: string, codePage: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  const table = tableOf(codePage);
  return text.replace(/[\u0080-\u00ff]/g, (letter) => table[letter.charCodeAt(0)] ?? letter);
}

function tableOf(codePage: string): readonly string[] {
  let table = tables.get(codePage);
  if (!table) {
    table = decodeAll(codePage) ?? decodeAll('windows-1252') ?? [];
    tables.set(codePage, table);
  }
  return table;
}

function decodeAll(codePage: string): string[] | null {
  try {
    const decoder = new TextDecoder(codePage);
    return Array.from({ length: 256 }, (_, byte) => decoder.decode(new Uint8Array([byte])));
  } catch {
    return null;
  }
}
