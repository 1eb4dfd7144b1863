import type { MessagesTo, Request } from '../messages/messages.ts';

type ForGuard = MessagesTo<'guard'>;

/** Sends a message to the guard of one frame of a tab; false where there is none. */
export async function sendToFrame<N extends ForGuard>(
  tabId: number,
  frameId: number,
  name: N,
  request: Request<N>,
): Promise<boolean> {
  try {
    return (await chrome.tabs.sendMessage(tabId, { name, request }, { frameId })) === true;
  } catch {
    return false;
  }
}

/**
 * Hears what the background sends to the guard of this frame, until `signal` aborts. Only the extension's own background
 * can send it, so the shape is not checked again: content scripts do not carry the schemas.
 */
export function hearBackground<N extends ForGuard>(
  name: N,
  heard: (request: Request<N>) => void,
  signal: AbortSignal,
): void {
  const onMessage = (
    message: { readonly name?: unknown; readonly request?: Request<N> },
    sender: chrome.runtime.MessageSender,
    sendResponse: (response: true) => void,
  ): void => {
    if (sender.id !== chrome.runtime.id || sender.tab || message?.name !== name || !message.request) return;
    heard(message.request);
    sendResponse(true);
  };
  chrome.runtime.onMessage.addListener(onMessage);
  signal.addEventListener('abort', () => chrome.runtime?.onMessage?.removeListener(onMessage));
}
