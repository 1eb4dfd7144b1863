import { RollingBuffer } from '../engine/rolling-buffer.ts';
import { readJson } from '../reading/readables.ts';
import { type Judge, type Stopped, stops } from './judge.ts';

/** Code units of a message that may be one piece of many. */
const LONGEST_PIECE = 4_000;
/** Code units of a value that may be one keystroke or word. */
const LONGEST_VALUE = 40;
const REACH = 500;
/** After a marking came together, what follows on the same way belongs to it. */
const AFTERMATH_MS = 2_000;
const MOST_STREAMS = 200;

interface Stream {
  readonly raw: RollingBuffer;
  readonly values: Map<string, RollingBuffer>;
  tainted: number;
  verdict: Stopped | null;
}

/** Messages that make sense only one after another: frames of a socket, requests to one address. One for each frame. */
export interface Streams {
  /** Weighs a message together with those before it on the same way; what stops, or null. */
  weigh(way: string, message: string): Stopped | null;
}

export function createStreams(judge: Judge): Streams {
  const streams = new Map<string, Stream>();
  const open = (way: string): Stream => {
    let stream = streams.get(way);
    if (!stream) {
      if (streams.size >= MOST_STREAMS) streams.delete(streams.keys().next().value!);
      stream = { raw: new RollingBuffer(REACH), values: new Map(), tainted: 0, verdict: null };
      streams.set(way, stream);
    }
    return stream;
  };
  const seam = (buffer: RollingBuffer, piece: string) => {
    const { text, from } = buffer.join(piece);
    buffer.keep(piece);
    if (from === 0) return null;
    const verdict = judge.weighRange(text, Math.max(0, from - 1), text.length);
    return stops(verdict) ? { text, verdict } : null;
  };
  return {
    weigh(way, message) {
      if (message.length > LONGEST_PIECE) return null;
      const stream = open(way);
      const now = Date.now();
      const values = shortValues(message);
      let found = values ? null : seam(stream.raw, message);
      for (const [path, value] of values ?? []) {
        let buffer = stream.values.get(path);
        if (!buffer) {
          buffer = new RollingBuffer(REACH);
          stream.values.set(path, buffer);
        }
        found ??= seam(buffer, value);
      }
      if (found) Object.assign(stream, { tainted: now, verdict: found });
      else if (now - stream.tainted < AFTERMATH_MS) {
        stream.tainted = now;
        return stream.verdict;
      }
      return found;
    },
  };
}

/** The short strings of a JSON message by their place in it; null when the message is not JSON. */
function shortValues(message: string): readonly (readonly [string, string])[] | null {
  const json = readJson(message);
  if (json === undefined) return null;
  const values: [string, string][] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') {
      if (node.length <= LONGEST_VALUE) values.push([path, node]);
    } else if (typeof node === 'object' && node !== null)
      for (const [key, child] of Object.entries(node)) walk(child, `${path}/${key}`);
  };
  walk(json, '');
  return values;
}
