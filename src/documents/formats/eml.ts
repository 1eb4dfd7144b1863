import PostalMime from 'postal-mime';
import type { Format } from '../format.ts';
import { htmlToText } from '../html-text.ts';
import type { Part } from '../types.ts';

const KNOWN =
  /^(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|reply-to|x-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results|thread-topic|thread-index|importance|snapshot-content-location|content-location)$/;

/** Saved mails and web pages (eml, mhtml): subject, text, pages and attachments, mails inside mails too. */
export const eml: Format = {
  id: 'eml',
  mediaType: 'message/rfc822',
  matches: ({ head }) => headerNames(head).filter((name) => KNOWN.test(name)).length >= 2,
  async *extract(probe, budget): AsyncGenerator<Part> {
    const mail = await PostalMime.parse(probe.bytes, { forceRfc822Attachments: true, maxNestingDepth: 32 });
    budget.countEntries(mail.attachments.length);
    if (mail.subject) yield { kind: 'text', text: mail.subject, place: 'subject', where: 'subject' };
    if (mail.text) yield { kind: 'text', text: mail.text, place: 'body', where: 'text' };
    if (mail.html) yield { kind: 'text', text: htmlToText(mail.html), place: 'body', where: 'html' };
    for (const [index, { filename, content }] of mail.attachments.entries()) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
      budget.countUnpacked(bytes.length, bytes.length, bytes.length);
      yield { kind: 'child', bytes, name: filename ?? '', where: `attachment:${index + 1}` };
    }
  },
};

/** Names of the header lines at the top, in lower case; none where the first line is no header. */
function headerNames(head: string): string[] {
  const names: string[] = [];
  const top = head.replace(/^\xef\xbb\xbf/, '');
  // Most files are no mail: one look at how they begin spares the cutting of lines.
  if (!/^(?:[!-9;-~]{2,60}:|From )/.test(top)) return names;
  for (const line of top.split(/\r?\n/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && names.length > 0) continue;
    const name = /^([!-9;-~]{2,60}):/.exec(line)?.[1];
    if (name === undefined) {
      // Mailboxes put a line "From …" before the headers; the last line of the head may be cut.
      if (names.length === 0 && line.startsWith('From ')) continue;
      break;
    }
    names.push(name.toLowerCase());
  }
  return names;
}
