import type { Budget } from './budget.ts';
import type { Storage } from './compound-file.ts';
import { htmlToText } from './html-text.ts';
import { decodeText, decodeWestern } from './text-encoding.ts';
import type { Part } from './types.ts';

const SUBJECT = '0037';
const BODY = '1000';
const HTML = '1013';
const ATTACHED_DATA = '__substg1.0_37010102';
const ATTACHED_MESSAGE = '__substg1.0_3701000D';

/** Text and attachments of a message that Outlook saved (MS-OXMSG). */
export function* readOutlookMessage(storage: Storage, budget: Budget): Generator<Part> {
  budget.checkTime();
  const subject = property(storage, SUBJECT);
  if (subject) yield { kind: 'text', text: subject, place: 'subject', where: 'subject' };
  const body = property(storage, BODY);
  if (body) yield { kind: 'text', text: body, place: 'body', where: 'text' };
  const page = storage.read(`__substg1.0_${HTML}0102`);
  const html = page ? (decodeText(page)[0] ?? '') : property(storage, HTML);
  if (html) yield { kind: 'text', text: htmlToText(html), place: 'body', where: 'html' };
  let number = 0;
  for (const attached of storage.storages.filter(({ name }) => name.startsWith('__attach_version1.0'))) {
    number += 1;
    budget.countEntries(1);
    const where = `attachment:${number}`;
    const bytes = attached.read(ATTACHED_DATA);
    const name = property(attached, '3707') ?? property(attached, '3704') ?? '';
    if (bytes) yield { kind: 'child', bytes, name, where };
    const message = attached.storages.find((one) => one.name === ATTACHED_MESSAGE);
    if (message)
      for (const part of readOutlookMessage(message, budget))
        yield { ...part, where: `${where}/${part.where}` };
  }
}

/** A text property by its tag: Unicode, else in the sender's own encoding. */
function property(storage: Storage, tag: string): string | null {
  const wide = storage.read(`__substg1.0_${tag}001F`);
  if (wide) return new TextDecoder('utf-16le').decode(wide);
  const narrow = storage.read(`__substg1.0_${tag}001E`);
  return narrow ? (decodeText(narrow)[0] ?? decodeWestern(narrow)) : null;
}
