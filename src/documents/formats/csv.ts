import { cellsOf, findDelimiter, wholeRows } from '../csv-cells.ts';
import type { Format } from '../format.ts';
import { readInPieces } from '../in-pieces.ts';
import { LongText } from '../long-text.ts';
import { SheetHead } from '../sheet-head.ts';
import { looksLikeText } from '../text-encoding.ts';
import type { Part } from '../types.ts';

/** Tables as text: as many delimiters on every line. */
export const csv: Format = {
  id: 'csv',
  mediaType: 'text/csv',
  matches: (probe) => findDelimiter(probe.head.replaceAll('\0', '')) !== null && looksLikeText(probe.bytes),
  *extract(probe, budget): Generator<Part> {
    for (const pieces of readInPieces(probe.bytes, budget)) {
      const text = new LongText('body', 'text');
      const sheet = new SheetHead('text');
      let delimiter: string | undefined;
      for (const source of wholeRows(pieces)) {
        delimiter ??= findDelimiter(source.slice(0, 2048)) ?? ',';
        for (const row of cellsOf(source, delimiter)) {
          const head = sheet.see(row);
          if (head) yield head;
          text.append(`${row.join('\t')}\n`);
          yield* text.ready();
        }
      }
      yield* text.rest();
    }
  },
};
