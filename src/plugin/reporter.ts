import type { Unlinked } from '../incidents/chain.ts';

/** Sends records to the unit's server, at least once; the server knows a repetition by its id. */
export interface Reporter {
  send(record: Unlinked): void;
}

export interface ReportTarget {
  /** Address of the unit's server. */
  readonly url: string;
  readonly siteKey: string;
}

/** Kept in the page's own storage until the server has them; they hold no content. */
const STORE = 'la-chan.pending';
const MOST_PENDING = 200;
const RETRY_MS = [2_000, 10_000, 60_000, 300_000] as const;

export function createReporter(target: () => ReportTarget | null): Reporter {
  let failures = 0;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = async (): Promise<void> => {
    const to = target();
    const pending = readPending();
    if (busy || !to || pending.length === 0) return;
    busy = true;
    const { done, retry } = await deliver(to, pending);
    busy = false;
    const sent = new Set(pending.map(({ id }) => id));
    if (done) writePending(readPending().filter(({ id }) => !sent.has(id)));
    failures = done ? 0 : failures + 1;
    clearTimeout(timer);
    if (done && readPending().length > 0) void flush();
    if (retry) timer = setTimeout(() => void flush(), RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0);
  };
  addEventListener('online', () => void flush());
  queueMicrotask(() => void flush());
  return {
    send(record) {
      if (!target()) return;
      writePending([...readPending(), record].slice(-MOST_PENDING));
      void flush();
    },
  };
}

async function deliver(
  { url, siteKey }: ReportTarget,
  records: readonly Unlinked[],
): Promise<{ done: boolean; retry: boolean }> {
  try {
    const { ok, status } = await fetch(`${url.replace(/\/$/, '')}/v1/plugin/incidents`, {
      method: 'POST',
      // A type that needs no question beforehand, so that it may still leave while the page closes.
      headers: { 'content-type': 'text/plain;charset=utf-8' },
      body: JSON.stringify({ siteKey, records }),
      credentials: 'omit',
      keepalive: true,
    });
    // What the server calls malformed stays malformed: sending it again would block what comes after.
    const done = ok || status === 400 || status === 422;
    return { done, retry: !done };
  } catch {
    return { done: false, retry: true };
  }
}

let memory: readonly Unlinked[] = [];

function readPending(): readonly Unlinked[] {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '[]');
  } catch {
    return memory;
  }
}

function writePending(records: readonly Unlinked[]): void {
  memory = records;
  try {
    if (records.length === 0) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, JSON.stringify(records));
  } catch {
    // Storage is full or forbidden: they wait in memory.
  }
}
