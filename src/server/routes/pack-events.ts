import { streamSSE } from 'hono/streaming';
import type { ServerContext } from '../http/context.ts';
import { refuseRequest } from '../http/problem.ts';
import { newestPack } from '../store/packs.ts';
import { readPolicy } from '../store/policies.ts';

/** How soon a pack uploaded at any instance is announced. Milliseconds. */
const LOOK = 5_000;
/** Streams one instance holds; beyond that machines ask by themselves. */
const STREAMS = 5_000;
/** A line now and then, so that proxies do not take the connection for dead. Looks. */
const COMMENT_EVERY = 5;
/** A stream ends after so many looks and is opened anew: revocation reaches it. About an hour. */
const LOOKS = 720;

let open = 0;

/**
 * `event: pack` with the pack's ETag, and `event: policy` with the policy's, at once and whenever they change. All
 * instances look into the database: any of them may have taken the upload.
 */
export async function streamPackEvents(context: ServerContext): Promise<Response> {
  if (open >= STREAMS) {
    context.header('Retry-After', '60');
    return refuseRequest(context, 'busy');
  }
  const { db, stopping } = context.get('parts');
  const { unit } = context.get('device');
  context.header('X-Accel-Buffering', 'no');
  return streamSSE(context, async (stream) => {
    open += 1;
    const said = { pack: '', policy: '' };
    try {
      for (let look = 0; look < LOOKS && !stream.aborted && !stopping.aborted; look++) {
        const [pack, policy] = await Promise.all([newestPack(db), readPolicy(db, unit)]);
        for (const [event, etag] of [
          ['pack', pack?.etag ?? ''] as const,
          ['policy', policy?.etag ?? ''] as const,
        ]) {
          if (etag !== '' && etag !== said[event]) await stream.writeSSE({ event, data: etag });
          said[event] = etag;
        }
        if (look % COMMENT_EVERY === 0) await stream.write(': \n\n');
        await pause(LOOK, stopping);
      }
    } finally {
      open -= 1;
    }
  });
}

function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    stopping.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    }
  });
}
