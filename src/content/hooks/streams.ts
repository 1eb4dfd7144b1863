import type { Asker } from './ask.ts';
import { wrap } from './wrap.ts';

/** Bytes held back until judged; a longer stream is judged on its way, each chunk with the end of the one before. */
const HELD = 1_000_000;
const OVERLAP = 4_096;

/** The same stream once its beginning may go, or null. What comes after the beginning ends the stream when it may not go. */
export async function judgedStream(
  ask: Asker,
  source: ReadableStream<unknown>,
): Promise<ReadableStream<unknown> | null> {
  const reader = source.getReader();
  const chunks: unknown[] = [];
  const judge = createJudge(ask);
  let size = 0;
  let ended = false;
  while (!ended && size < HELD) {
    const { done, value } = await reader.read();
    ended = done;
    if (done) break;
    chunks.push(value);
    size += sizeOf(value);
  }
  for (const chunk of chunks)
    if (!judge(chunk)) {
      await reader.cancel().catch(() => {});
      return null;
    }
  return new ReadableStream({
    async pull(controller) {
      if (chunks.length > 0) {
        controller.enqueue(chunks.shift());
        return;
      }
      const { done, value } = ended ? { done: true, value: undefined } : await reader.read();
      if (done) controller.close();
      else if (judge(value)) controller.enqueue(value);
      else controller.error(new TypeError('Failed to fetch'));
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Judges a row of chunks: each together with what the one before ended in. */
export function createJudge(ask: Asker): (chunk: unknown) => boolean {
  let tail = new Uint8Array(0);
  return (chunk) => {
    if (typeof chunk === 'string') return ask.texts('body', [chunk]);
    const bytes = bytesOf(chunk);
    if (!bytes) return true;
    const whole = new Uint8Array(tail.length + bytes.length);
    whole.set(tail);
    whole.set(bytes, tail.length);
    tail = whole.slice(-OVERLAP);
    return ask.body({ texts: [], bytes: [whole], later: [] });
  };
}

function bytesOf(chunk: unknown): Uint8Array | null {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return null;
}

function sizeOf(chunk: unknown): number {
  return typeof chunk === 'string' ? chunk.length : (bytesOf(chunk)?.length ?? 0);
}

/** Streams that end at a server: those of WebSocketStream and WebTransport. What is written into one is judged. */
export function hookNetworkStreams(ask: Asker): void {
  const sending = new WeakMap<object, (chunk: unknown) => boolean>();
  const mark = (stream: unknown): unknown => {
    if (stream instanceof WritableStream && !sending.has(stream)) sending.set(stream, createJudge(ask));
    return stream;
  };
  const scope = globalThis as unknown as Record<string, { prototype: object } | undefined>;
  wrap(
    scope.WebSocketStream?.prototype,
    'opened',
    (_self, _args, go) =>
      (go() as Promise<{ writable: unknown }>).then((opened) => {
        mark(opened.writable);
        return opened;
      }),
    'get',
  );
  for (const owner of ['WebTransportDatagramDuplexStream', 'WebTransportBidirectionalStream'])
    wrap(scope[owner]?.prototype, 'writable', (_self, _args, go) => mark(go()), 'get');
  wrap(scope.WebTransport?.prototype, 'createUnidirectionalStream', (_self, _args, go) =>
    (go() as Promise<unknown>).then(mark),
  );
  const judges = new WeakMap<object, (chunk: unknown) => boolean>();
  wrap(WritableStream.prototype, 'getWriter', (self, _args, go) => {
    const writer = go() as object;
    const judge = sending.get(self as object);
    if (judge) judges.set(writer, judge);
    return writer;
  });
  wrap(WritableStreamDefaultWriter.prototype, 'write', (self, args, go) => {
    const judge = judges.get(self as object);
    return !judge || judge(args[0]) ? go() : Promise.reject(new TypeError('Network error'));
  });
  wrap(ReadableStream.prototype, 'pipeTo', (self, args, go) => {
    const judge = sending.get(args[0] as object);
    if (!judge) return go();
    const gate = new TransformStream({
      transform(chunk, controller) {
        if (judge(chunk)) controller.enqueue(chunk);
        else controller.error(new TypeError('Network error'));
      },
    });
    const judged = (self as ReadableStream<unknown>).pipeThrough(gate);
    return Reflect.apply(pipeTo, judged, args);
  });
}
const { pipeTo } = ReadableStream.prototype;
