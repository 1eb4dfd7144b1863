import { answerMessage, type Handlers } from '../messages/answer.ts';
import type { Receiver } from '../messages/messages.ts';

/**
 * Answers the messages that are addressed to this context and stays silent about all others, until `signal` aborts.
 * Call it synchronously when the context starts: a message that wakes the background is delivered only to listeners
 * registered in its first turn. Kept apart from `send` so that content scripts do not carry the schemas.
 */
export function listen<R extends Receiver>(handlers: Handlers<R>, signal?: AbortSignal): void {
  const own = { id: chrome.runtime.id, origin: chrome.runtime.getURL('').replace(/\/$/, '') };
  const onMessage = (
    message: unknown,
    sender: chrome.runtime.MessageSender,
    sendResponse: (response: unknown) => void,
  ) => {
    const answer = answerMessage(handlers, message, sender, own);
    answer?.then(sendResponse);
    return answer !== null;
  };
  chrome.runtime.onMessage.addListener(onMessage);
  signal?.addEventListener('abort', () => chrome.runtime.onMessage.removeListener(onMessage), { once: true });
}
