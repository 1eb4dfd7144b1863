import type { Asker } from './ask.ts';
import { type Body, emptyBody, readBody, readMessage } from './body.ts';
import { urlTexts } from './requests.ts';
import { refusal } from './sockets.ts';
import { wrap, wrapConstructor } from './wrap.ts';

/** The name a worker is given, which its script can read. */
function nameIn(options: unknown): string[] {
  const name = typeof options === 'string' ? options : (options as WorkerOptions | undefined)?.name;
  return name ? [String(name)] : [];
}

/** What the page put into Blobs, by their addresses. */
export const sources = new Map<string, Body>();

/**
 * Workers run where no content script runs, so what goes into one is judged at the door: its source when that is a blob,
 * and every message.
 */
export function hookWorkers(ask: Asker): void {
  wrap(URL, 'createObjectURL', (_self, args, go) => {
    const url = go() as string;
    const { texts, bytes } = readBody(args[0]);
    if (texts.length + bytes.length > 0) sources.set(url, { texts, bytes, later: [] });
    return url;
  });
  wrap(URL, 'revokeObjectURL', (_self, args, go) => {
    sources.delete(String(args[0]));
    return go();
  });
  for (const name of ['Worker', 'SharedWorker'])
    wrapConstructor(name, (args, go) => {
      const url = String(args[0]);
      const source = sources.get(url) ?? emptyBody();
      if (!ask.texts('url', urlTexts(url)) || !ask.body(source) || !ask.texts('body', nameIn(args[1])))
        throw refusal();
      return go();
    });
  const doors = [
    globalThis.Worker?.prototype,
    globalThis.MessagePort?.prototype,
    globalThis.ServiceWorker?.prototype,
    globalThis.BroadcastChannel?.prototype,
  ];
  for (const door of doors)
    wrap(door, 'postMessage', (_self, args, go) => (ask.body(readMessage(args[0])) ? go() : undefined));
}
