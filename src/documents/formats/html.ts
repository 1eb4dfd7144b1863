import type { Format } from '../format.ts';
import { htmlTitle, htmlToText } from '../html-text.ts';
import { decodeText } from '../text-encoding.ts';
import type { Part } from '../types.ts';

/** Web pages, also the ones that mail programs and Word save. */
export const html: Format = {
  id: 'html',
  mediaType: 'text/html',
  matches: ({ head }) =>
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|style|script|h[1-6])\b/i.test(
      head.replaceAll('\0', '').replace(/^(?:\xff\xfe|\xfe\xff)/, ''),
    ),
  *extract(probe, budget): Generator<Part> {
    for (const source of decodeText(probe.bytes, declaredEncoding(probe.head))) {
      budget.checkTime();
      const title = htmlTitle(source);
      if (title !== '') yield { kind: 'text', text: title, place: 'subject', where: 'title' };
      yield { kind: 'text', text: htmlToText(source), place: 'body', where: 'text' };
    }
  },
};

function declaredEncoding(head: string): string | undefined {
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}
