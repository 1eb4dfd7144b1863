import type { Listeners } from './guard.ts';
import { HANDSHAKE, REOPENED } from './question.ts';

/** The first place in line on this window, for a set of events. */
export interface Line {
  /** Hears of these types too, from now on. */
  add(types: Iterable<string>): void;
  /** Calls back, once, with the question node when the main world's hooks announce themselves. */
  meetHooks(met: (node: Element) => void): void;
}

/**
 * Hears events first, until the signal aborts. `document.open()`, with which editors build their frames, erases every
 * listener of document and window, so they are added again; adding one that is still there changes nothing.
 */
export function holdLine(first: Iterable<string>, hear: (event: Event) => void, signal: AbortSignal): Line {
  const types = new Set(first);
  let node: Element | undefined;
  let hooksFirst = true;
  const attach = (): void => {
    for (const type of types) if (type !== 'drop') listenFirst(type, hear);
    if (!hooksFirst) attachDrops();
  };
  // The hooks keep what only the page's world can read of a drop, so theirs is the first drop listener.
  const attachDrops = (): void => {
    clearTimeout(withoutHooks);
    hooksFirst = false;
    node?.dispatchEvent(new CustomEvent(REOPENED));
    if (types.has('drop')) listenFirst('drop', hear);
  };
  const withoutHooks = setTimeout(attachDrops);
  attach();
  const reopened = new MutationObserver(attach);
  reopened.observe(document, { childList: true });
  signal.addEventListener('abort', () => {
    clearTimeout(withoutHooks);
    reopened.disconnect();
    for (const type of types) placeOf(type)?.removeEventListener(type, hear, true);
  });
  return {
    add(more) {
      const known = types.size;
      for (const type of more) types.add(type);
      if (types.size > known) attach();
    },
    meetHooks(met) {
      const onHandshake = (event: Event): void => {
        if (!(event instanceof MouseEvent) || !(event.relatedTarget instanceof Element)) return;
        event.stopImmediatePropagation();
        event.preventDefault();
        node = event.relatedTarget;
        met(node);
        // Once the hooks have run to their end, which is before the page's first script.
        queueMicrotask(attachDrops);
      };
      addEventListener(HANDSHAKE, onHandshake, { capture: true, once: true, signal });
    },
  };
}

function listenFirst(type: string, hear: (event: Event) => void): void {
  // Nothing here ever cancels a touch, and the browser need not wait with scrolling.
  placeOf(type)?.addEventListener(type, hear, { capture: true, passive: type.startsWith('touch') });
}

/** Where a type is heard: navigations are no events of the window. */
function placeOf(type: string): EventTarget | undefined {
  return type === 'navigate' ? (globalThis as { navigation?: EventTarget }).navigation : window;
}

/** Tells one after another, as the window would, until one of them stops the event. */
export function handOn(event: Event, listeners: readonly Listeners[], from = 0): void {
  const type = event.type as keyof Listeners;
  let at = from;
  while (at < listeners.length && !(type in listeners[at]!)) at++;
  if (at === listeners.length) return;
  const before = event.cancelBubble;
  try {
    (listeners[at]![type] as (event: Event) => void)(event);
  } finally {
    if (before || !event.cancelBubble) handOn(event, listeners, at + 1);
  }
}
