/** Cells of a row; what goes beyond is a row of its own. Excel has 16,384. */
const MOST_CELLS = 20_000;
const QUOTE = 0x22;
const LINE_END = 0x0a;
const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that parts every whole line of the head into as many cells, three lines at least; null without one. */
export function findDelimiter(head: string): string | null {
  const lines = head.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (head.length >= 2000) lines.pop();
  if (lines.length < 3) return null;
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length);
    if ((counts[0] ?? 0) > 1 && counts.every((count) => count === counts[0])) return delimiter;
  }
  return null;
}

/** The same text in pieces that end with a row, never inside of quotes. */
export function* wholeRows(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let inside = false;
  for (const piece of pieces) {
    let end = 0;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (unit === QUOTE) inside = !inside;
      else if (unit === LINE_END && !inside) end = at + 1;
    }
    if (end === 0) {
      waiting.push(piece);
      continue;
    }
    yield waiting.join('') + piece.slice(0, end);
    waiting = [piece.slice(end)];
  }
  yield waiting.join('');
}

/** Rows of cells, with RFC 4180's quotes. Reads the source once. */
export function* cellsOf(source: string, delimiter: string): Generator<string[]> {
  const unit = new RegExp(
    `"[^"]*(?:""[^"]*)*(?:"|$)|\\r\\n|[\\r\\n${delimiter === '|' ? '\\|' : delimiter}]|[^"\\r\\n${delimiter}]+`,
    'g',
  );
  let row: string[] = [];
  let cell = '';
  for (const [token] of source.matchAll(unit)) {
    if (token === delimiter) {
      if (row.push(cell) >= MOST_CELLS) {
        yield row;
        row = [];
      }
      cell = '';
    } else if (token === '\n' || token === '\r' || token === '\r\n') {
      row.push(cell);
      yield row;
      row = [];
      cell = '';
    } else if (token.startsWith('"'))
      cell += token.slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined).replaceAll('""', '"');
    else cell += token;
  }
  row.push(cell);
  if (row.length > 1 || cell !== '') yield row;
}
