import type { Listeners } from './guard.ts';
import { shieldNotices } from './notice/notice.ts';
import { HANDSHAKE, REOPENED } from './question.ts';

/**
 * Keeps the channels' listeners on the window, first in line. `document.open()`, with which editors build their frames,
 * erases every listener of document and window, so they are added again; adding one that is still there changes nothing.
 */
export function keepListening(channels: readonly Listeners[], signal: AbortSignal): Listening {
  const options = { capture: true, signal };
  let node: Element | undefined;
  let hooksFirst = true;
  const attach = (): void => {
    shieldNotices(signal);
    for (const { drop: _later, ...channel } of channels)
      for (const [type, listener] of Object.entries(channel))
        addEventListener(type, listener as EventListener, options);
    if (!hooksFirst) attachDrops();
  };
  // The hooks keep what only the page's world can read of a drop, so theirs is the first drop listener.
  const attachDrops = (): void => {
    hooksFirst = false;
    node?.dispatchEvent(new CustomEvent(REOPENED));
    for (const { drop } of channels) if (drop) addEventListener('drop', drop, options);
  };
  attach();
  setTimeout(attachDrops);
  const reopened = new MutationObserver(attach);
  reopened.observe(document, { childList: true });
  signal.addEventListener('abort', () => reopened.disconnect());
  return {
    meetHooks(met, waiting) {
      const meet = (found: Element): void => {
        node = found;
        met(node);
        attachDrops();
      };
      if (waiting) return meet(waiting);
      const onHandshake = (event: Event): void => {
        if (!(event instanceof MouseEvent) || !(event.relatedTarget instanceof Element)) return;
        event.stopImmediatePropagation();
        event.preventDefault();
        meet(event.relatedTarget);
      };
      addEventListener(HANDSHAKE, onHandshake, { capture: true, once: true, signal });
    },
  };
}

export interface Listening {
  /** Calls back with the question node when the main world's hooks announce themselves; at once with a `waiting` one. */
  meetHooks(met: (node: Element) => void, waiting?: Element): void;
}
