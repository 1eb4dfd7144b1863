import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { htmlToText } from '../html-text.ts';
import { countBorders, countLines, takeOutBodies } from '../mail-bodies.ts';
import { DocumentError, type Part } from '../types.ts';

/** Lines of a mail without its long attachments; a novel has twenty thousand. */
const MOST_LINES = 1_000_000;

const KNOWN =
  /^(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|reply-to|x-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results|thread-topic|thread-index|importance|snapshot-content-location|content-location)$/;

/** Saved mails and web pages (eml, mhtml): subject, text, pages and attachments, mails inside mails too. */
export const eml: Format = {
  id: 'eml',
  mediaType: 'message/rfc822',
  matches: ({ head }) => headerNames(head).filter((name) => KNOWN.test(name)).length >= 2,
  async *extract(probe, budget): AsyncGenerator<Part> {
    const { mail, bytesOf } = await readMail(probe.bytes, budget);
    budget.countEntries(mail.attachments.length);
    if (mail.subject) yield { kind: 'text', text: mail.subject, place: 'subject', where: 'subject' };
    if (mail.text) yield { kind: 'text', text: mail.text, place: 'body', where: 'text' };
    if (mail.html) yield { kind: 'text', text: htmlToText(mail.html), place: 'body', where: 'html' };
    for (const [index, attachment] of mail.attachments.entries()) {
      const bytes = bytesOf(attachment);
      budget.countUnpacked(bytes.length, bytes.length, bytes.length);
      yield { kind: 'child', bytes, name: attachment.filename ?? '', where: `attachment:${index + 1}` };
    }
  },
};

interface ReadMail {
  readonly mail: Email;
  readonly bytesOf: (attachment: Attachment) => Uint8Array;
}

/** Long attachments are read apart; where one of them is no attachment of this mail, the mail is read as it is. */
async function readMail(bytes: Uint8Array, budget: Budget): Promise<ReadMail> {
  const { mail: short, bodies } = takeOutBodies(bytes, budget);
  const mail = await parse(short, budget);
  const takenOut = new Map(
    mail.attachments.flatMap((attachment) => {
      const content = contentOf(attachment);
      const body = content.length < 100 ? bodies.get(new TextDecoder().decode(content)) : undefined;
      return body ? [[attachment, body] as const] : [];
    }),
  );
  if (takenOut.size < bodies.size) return { mail: await parse(bytes, budget), bytesOf: contentOf };
  return { mail, bytesOf: (attachment) => takenOut.get(attachment) ?? contentOf(attachment) };
}

function parse(bytes: Uint8Array, budget: Budget): Promise<Email> {
  // Each part is kept with its headers.
  budget.countEntries(countBorders(bytes));
  if (countLines(bytes) > MOST_LINES) throw new DocumentError('too-many', `more than ${MOST_LINES} lines`);
  budget.checkTime();
  return PostalMime.parse(bytes as Uint8Array<ArrayBuffer>, {
    forceRfc822Attachments: true,
    maxNestingDepth: 32,
  });
}

function contentOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
}

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
