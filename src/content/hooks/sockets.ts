import type { Asker } from './ask.ts';
import { readBody, readLater } from './body.ts';
import { urlTexts } from './requests.ts';
import { wrap, wrapConstructor } from './wrap.ts';

/** WebSocket and RTCDataChannel: a refused message is not sent; those behind one that must be read first keep their order. */
export function hookSockets(ask: Asker): void {
  wrapConstructor('WebSocket', (args, go) => {
    if (!ask.texts('url', [...urlTexts(args[0]), ...[args[1] ?? []].flat().map(String)])) throw refusal();
    return go();
  });
  // The other side reads it.
  wrap(globalThis.RTCPeerConnection?.prototype, 'createDataChannel', (_self, args, go) => {
    if (!ask.texts('body', [String(args[0])])) throw refusal();
    return go();
  });
  const queues = new WeakMap<object, Promise<unknown>>();
  const ways = new WeakMap<object, string>();
  let opened = 0;
  const wayOf = (socket: object): string => {
    const way = ways.get(socket) ?? `socket:${++opened}`;
    ways.set(socket, way);
    return way;
  };
  for (const prototype of [WebSocket.prototype, globalThis.RTCDataChannel?.prototype])
    wrap(prototype, 'send', (self, args, go) => {
      const body = readBody(args[0]);
      if (!ask.body(body, wayOf(self as object))) return undefined;
      const queue = queues.get(self as object);
      if (!queue && body.later.length === 0) return go();
      const turn = Promise.all([readLater(body), queue]).then(([read]) => ask.body(read) && go());
      queues.set(self as object, turn);
      void turn.finally(() => queues.get(self as object) === turn && queues.delete(self as object));
      return undefined;
    });
}

export function refusal(): DOMException {
  return new DOMException('The operation is insecure.', 'SecurityError');
}
