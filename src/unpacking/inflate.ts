import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';

/** How a deflate stream may be wrapped, by what zlib calls its window bits. */
const WRAPPED = { raw: -15, zlib: 15, gzip: 31 } as const;
type Wrapped = keyof typeof WRAPPED;

/** Bytes of one piece. */
const PIECE = 32 * 1024;

/**
 * The first `most` bytes of a deflate stream, or all when it has fewer. Ends there, however much would follow: a thousandth
 * of it in packed bytes is enough to keep a reader busy for minutes. Throws for streams that are damaged or cut.
 */
export function inflateAtMost(packed: Uint8Array, most: number, wrapped: Wrapped): Uint8Array {
  const stream = openStream(packed, wrapped);
  const room = new Uint8Array(most);
  const ended = inflateInto(stream, room);
  if (!ended && stream.avail_out > 0) throw new Error('unpacking failed: the stream is cut');
  return room.subarray(0, stream.next_out);
}

/** Unpacks a bare deflate stream piece by piece, each good only until the next. Throws for streams that are damaged or cut. */
export function* inflatePieces(packed: Uint8Array): Generator<Uint8Array> {
  const stream = openStream(packed, 'raw');
  const room = new Uint8Array(PIECE);
  for (let ended = false; !ended; ) {
    ended = inflateInto(stream, room);
    if (!ended && stream.avail_out > 0) throw new Error('unpacking failed: the stream is cut');
    yield room.subarray(0, stream.next_out);
  }
}

function openStream(packed: Uint8Array, wrapped: Wrapped): ZStream {
  const stream = new ZStream();
  zlibInflateInit2(stream, WRAPPED[wrapped]);
  stream.input = packed;
  stream.avail_in = packed.length;
  return stream;
}

/** Goes on until the room is full or nothing is left. True at the end of the stream. */
function inflateInto(stream: ZStream, room: Uint8Array<ArrayBuffer>): boolean {
  stream.output = room;
  stream.next_out = 0;
  stream.avail_out = room.length;
  const status = zlibInflate(stream, Z_NO_FLUSH);
  if (status === Z_STREAM_END) return true;
  if (status === Z_OK || status === Z_BUF_ERROR) return false;
  throw new Error(`unpacking failed: ${stream.msg}`);
}
