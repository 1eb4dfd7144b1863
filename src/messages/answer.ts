import type { MessageName, MessagesTo, Receiver, Reply, Request, Response } from './messages.ts';
import { requestSchemas, senders } from './schema.ts';
import { type OwnExtension, type SenderFacts, senderKind } from './sender.ts';

/** What a receiver does with each message that is addressed to it. */
export type Handlers<R extends Receiver> = {
  readonly [N in MessagesTo<R>]: (request: Request<N>, sender: SenderFacts) => Promise<Response<N>>;
};

/**
 * The answer to one incoming message, or null when it is not addressed to these handlers (every context hears every
 * message). Checks sender and shape; never throws and never rejects: failures are data. Failures do not repeat what the
 * message held.
 */
export function answerMessage<R extends Receiver>(
  handlers: Handlers<R>,
  message: unknown,
  sender: SenderFacts,
  own: OwnExtension,
): Promise<Reply<MessageName>> | null {
  if (typeof message !== 'object' || message === null || !('name' in message)) return null;
  const { name } = message;
  if (typeof name !== 'string' || !Object.hasOwn(handlers, name)) return null;
  return reply(
    handlers,
    name as MessagesTo<R>,
    'request' in message ? message.request : undefined,
    sender,
    own,
  );
}

async function reply<R extends Receiver, N extends MessagesTo<R>>(
  handlers: Handlers<R>,
  name: N,
  request: unknown,
  sender: SenderFacts,
  own: OwnExtension,
): Promise<Reply<MessageName>> {
  if (senderKind(sender, own) !== senders[name]) return { ok: false, error: 'refused', detail: name };
  const parsed = requestSchemas[name].safeParse(request);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole)');
    return { ok: false, error: 'malformed', detail: `${name}: ${paths.join(', ')}` };
  }
  try {
    return { ok: true, value: await handlers[name](parsed.data as Request<N>, sender) };
  } catch (error) {
    const kind = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
    return { ok: false, error: 'failed', detail: `${name}: ${kind}` };
  }
}
