/** Bytes of the longest message that is kept; what follows in it is left out, and the message is held as cut short. */
const LONGEST = 64 * 1024 * 1024;
const NEWLINE = 0x0a;
const FROM = new TextEncoder().encode('From ');

/**
 * The messages of a mailbox in mbox form, one after the other, in bounded memory. A source that does not begin as a
 * mailbox is one message. Lines that were quoted as `>From ` are left as they are: they change nothing.
 */
export async function* readMailbox(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let message: Uint8Array[] = [];
  let length = 0;
  let first = true;
  let isMailbox = false;
  let afterBlank = true;
  const take = (): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const line of message) {
      bytes.set(line, at);
      at += line.length;
    }
    message = [];
    length = 0;
    return bytes;
  };
  for await (const line of lines(source)) {
    if (first) isMailbox = startsMessage(line);
    const starts = isMailbox && afterBlank && startsMessage(line);
    if (starts) {
      if (!first && length > 0) yield take();
    } else if (length + line.length <= LONGEST) {
      message.push(line);
      length += line.length;
    }
    first = false;
    afterBlank = line.length <= 2 && (line[0] === NEWLINE || line[0] === 0x0d);
  }
  if (length > 0) yield take();
}

function startsMessage(line: Uint8Array): boolean {
  return FROM.every((letter, i) => line[i] === letter);
}

/** Lines with their ends; one longer than a message may be is given in pieces. */
async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield join(rest, chunk.subarray(start, end + 1));
      rest = new Uint8Array();
      start = end + 1;
    }
    rest = join(rest, chunk.subarray(start));
    if (rest.length > 1024 * 1024) {
      yield rest;
      rest = new Uint8Array();
    }
  }
  if (rest.length > 0) yield rest;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
