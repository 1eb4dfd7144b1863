import { decodeEntity } from '../engine/entities.ts';

const BLOCK =
  /^\/?(?:address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul)$/i;
const UNSEEN = /<!--[\s\S]*?-->|<(style|script)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<(\/?[a-z][a-z0-9:]*)\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));?/gi;

/**
 * The words of an HTML fragment: blocks on lines of their own, other tags dropped without a space, so that a word with a
 * span around each letter stays a word.
 */
export function textOfHtml(html: string): string {
  return html
    .replace(UNSEEN, '')
    .replace(TAG, (_, name: string) => (BLOCK.test(name) ? '\n' : ''))
    .replace(
      ENTITY,
      (whole, decimal?: string, hex?: string, name?: string) =>
        decodeEntity(decimal, hex, name)?.normalize() ?? whole,
    );
}
