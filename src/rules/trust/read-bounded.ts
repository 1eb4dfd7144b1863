import type { UpdateProblem } from './problem.ts';

/** What a download may take. Times in milliseconds. */
export interface DownloadLimits {
  readonly bytes: number;
  /** For the whole. */
  readonly time: number;
  /** Without a single new byte. */
  readonly silence: number;
}

export const downloadLimits: DownloadLimits = { bytes: 8 * 1024 * 1024, time: 120_000, silence: 20_000 };

export type Download =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly problem: Extract<UpdateProblem, 'too-large' | 'too-slow' | 'unreachable'>;
    };

/**
 * Reads a body to its end, or gives up: a source that sends without end, or hardly at all, holds nothing up. The stream
 * is cancelled then. Never rejects.
 */
export async function readBounded(
  body: ReadableStream<Uint8Array>,
  limits: DownloadLimits = downloadLimits,
  signal?: AbortSignal,
): Promise<Download> {
  const reader = body.getReader();
  const give = (problem: 'too-large' | 'too-slow' | 'unreachable'): Download => {
    reader.cancel().catch(() => undefined);
    return { ok: false, problem };
  };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const end = Date.now() + limits.time;
  try {
    for (;;) {
      const patience = Math.min(limits.silence, end - Date.now());
      const next = await within(reader.read(), patience, signal);
      if (next === 'too-slow' || next === 'unreachable') return give(next);
      if (next.done) break;
      length += next.value.length;
      if (length > limits.bytes) return give('too-large');
      chunks.push(next.value);
    }
  } catch {
    return give('unreachable');
  }
  return { ok: true, bytes: join(chunks, length) };
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function within<T>(
  work: Promise<T>,
  patience: number,
  signal?: AbortSignal,
): Promise<T | 'too-slow' | 'unreachable'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('too-slow'), Math.max(0, patience));
    const stop = () => resolve('unreachable');
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
  });
}
