import type { MessageName, Reply, Request, Response } from '../messages/messages.ts';

/** A message that could not be answered: refused, malformed, failed, or nobody there (`unreachable`). */
export class MessageError extends Error {
  readonly reason: 'refused' | 'malformed' | 'failed' | 'unreachable';
  constructor(reason: MessageError['reason'], detail: string) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

/** Sends a typed message whose answer, and whether there is one, nobody waits for. */
export function tell<N extends MessageName>(name: N, request: Request<N>): void {
  chrome.runtime.sendMessage({ name, request }).catch(() => undefined);
}

/** Sends a typed message and waits for its answer. Wakes the background if it sleeps. Rejects with `MessageError`. */
export async function send<N extends MessageName>(name: N, request: Request<N>): Promise<Response<N>> {
  let reply: Reply<N> | undefined;
  try {
    reply = await chrome.runtime.sendMessage({ name, request });
  } catch (error) {
    throw new MessageError('unreachable', String(error));
  }
  if (!reply) throw new MessageError('unreachable', name);
  if (!reply.ok) throw new MessageError(reply.error, reply.detail);
  return reply.value;
}
