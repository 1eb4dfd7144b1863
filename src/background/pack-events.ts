import type { Policy } from '../policy/policy.ts';

/** What listening to the unit's server needs. */
export interface EventTools {
  fetch(address: string, init: RequestInit): Promise<Response>;
  credentials?(address: string): Promise<Readonly<Record<string, string>>>;
  /** Keeps the background from falling asleep while the promise is open. */
  keepAwake<T>(work: Promise<T>): Promise<T>;
  /** The server has a new pack, or may have had one while nobody listened. */
  onPack(): void;
}

/** The server says something at least this often, if only a comment. */
const SILENCE = 90_000;
/** A server that announces packs without end makes the machine look this often at most. */
const PAUSE = 5_000;
/** Characters of one line; what is longer is no event of ours. */
const LONGEST_LINE = 10_000;

export interface PackEvents {
  /** Listens to the server that policy names, if nobody does yet; stops when it names none or another. */
  follow(policy: Policy): void;
  /** True while a connection stands. */
  listening(): boolean;
}

/** Hears of new packs as soon as they are published (`GET /v1/pack/events`, server-sent events). Losing the line is no error: the next look joins it again. */
export function createPackEvents(tools: EventTools): PackEvents {
  let server = '';
  let line: AbortController | null = null;
  let connected = false;
  let told = Number.NEGATIVE_INFINITY;
  let later: ReturnType<typeof setTimeout> | null = null;
  const tell = (): void => {
    if (later) return;
    const wait = told + PAUSE - performance.now();
    const now = (): void => {
      later = null;
      told = performance.now();
      tools.onPack();
    };
    if (wait <= 0) now();
    else later = setTimeout(now, wait);
  };
  return {
    listening: () => connected,
    follow(policy) {
      if (policy.server !== server) line?.abort();
      server = policy.server;
      if (server === '' || line) return;
      const controller = new AbortController();
      line = controller;
      const heard = (event: string): void => {
        connected = true;
        if (event === 'pack') tell();
      };
      void tools
        .keepAwake(hear(`${server}/v1/pack/events`, tools, heard, controller))
        .catch(() => undefined)
        .finally(() => {
          connected = false;
          if (line === controller) line = null;
        });
    },
  };
}

async function hear(
  address: string,
  tools: EventTools,
  heard: (event: string) => void,
  controller: AbortController,
): Promise<void> {
  const { signal } = controller;
  let timer = setTimeout(() => controller.abort(), SILENCE);
  try {
    const response = await tools.fetch(address, {
      headers: { accept: 'text/event-stream', ...(await tools.credentials?.(address)) },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !response.body || !isStream) {
      await response.body?.cancel();
      return;
    }
    heard('open');
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), SILENCE);
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const each of lines) if (each.startsWith('event:')) heard(each.slice(6).trim());
    }
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
