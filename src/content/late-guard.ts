import { tell } from '../platform/messaging.ts';
import { HANDSHAKE } from './question.ts';

declare global {
  /** The question node of hooks that announced themselves before the guard came. Isolated world only. */
  var laChanHooks: Element | undefined;
}

/**
 * For frames of other sites inside a guarded page, to which the manifest brings no guard: keeps the hooks, which must be
 * there before the page's first script, and has the background bring the guard.
 */
export function askForGuard(): void {
  const keepHooks = (event: Event): void => {
    if (!(event instanceof MouseEvent) || !(event.relatedTarget instanceof Element)) return;
    event.preventDefault();
    globalThis.laChanHooks = event.relatedTarget;
  };
  addEventListener(HANDSHAKE, keepHooks, { capture: true, once: true });
  setTimeout(() => {
    // A background that does not answer is being updated, and reaches open pages itself when it is back.
    if (!globalThis.laChanWake) tell('frame.arm', {});
  });
}
