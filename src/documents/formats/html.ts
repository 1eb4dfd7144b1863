import type { Format } from '../format.ts';
import { readingsOf } from '../full-probe.ts';
import { htmlTitle, htmlToText } from '../html-text.ts';
import { LongText } from '../long-text.ts';
import type { Part } from '../types.ts';

/** Code units of a page that are read at once. */
const PIECE = 1 << 19;
/** Where a page may be cut. */
const BLOCK_ENDS = ['</p>', '</tr>', '</div>', '</li>', '</P>', '</TR>', '</DIV>', '</LI>', '<br>', '<br/>'];

/** Web pages, also the ones that mail programs and Word save. */
export const html: Format = {
  id: 'html',
  mediaType: 'text/html',
  matches: ({ head }) =>
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|style|script|h[1-6])\b/i.test(
      head.replaceAll('\0', '').replace(/^(?:\xff\xfe|\xfe\xff)/, ''),
    ),
  *extract(probe, budget): Generator<Part> {
    for (const source of readingsOf(probe, declaredEncoding(probe.head))) {
      budget.checkTime();
      const title = htmlTitle(source);
      if (title !== '') yield { kind: 'text', text: title, place: 'subject', where: 'title' };
      const text = new LongText('body', 'text');
      for (const piece of pieces(source)) {
        budget.checkTime();
        yield* text.ready();
        text.append(`${htmlToText(piece)}\n`);
      }
      yield* text.rest();
    }
  },
};

/** A long page in pieces that end with a block, so that its text need not stand in memory as a whole. */
function* pieces(source: string): Generator<string> {
  let from = 0;
  while (source.length - from > PIECE) {
    const window = source.slice(from, from + PIECE);
    const block = Math.max(...BLOCK_ENDS.map((tag) => window.lastIndexOf(tag) + tag.length - 1));
    // No tag is cut in two.
    const end = block >= PIECE / 2 ? block + 1 : Math.max(window.lastIndexOf('<'), PIECE / 2);
    yield window.slice(0, end);
    from += end;
  }
  yield source.slice(from);
}

function declaredEncoding(head: string): string | undefined {
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}
