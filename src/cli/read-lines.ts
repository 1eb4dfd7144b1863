import type { Readable } from 'node:stream';

/** Bytes of one line kept in memory at most. */
const LONGEST = 256 * 1024 * 1024;

/** Lines of a stream of UTF-8, without their ends; null in place of a line longer than memory should hold. */
export async function* readLines(input: Readable, longest = LONGEST): AsyncGenerator<string | null> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      held.push(chunk.subarray(from, end));
      length += end - from;
      yield finish(held, length, longest);
      held = [];
      length = 0;
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= longest) held.push(chunk.subarray(from));
  }
  if (length > 0) yield finish(held, length, longest);
}

function finish(held: Uint8Array[], length: number, longest: number): string | null {
  if (length > longest) return null;
  return new TextDecoder().decode(Buffer.concat(held));
}
