/** What the notice does with an event of the person inside its shadow tree. */
export type Route = (event: Event) => void;

/** Open notices by host element. */
const routes = new Map<EventTarget, Route>();

/** Events a page could listen to, and learn from what is pressed or typed in the notice. */
const OVERHEARD = [
  ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change'],
  ...['compositionstart', 'compositionupdate', 'compositionend', 'copy', 'cut', 'paste'],
  ...['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu'],
  ...['touchstart', 'touchend', 'focus', 'blur', 'focusin', 'focusout'],
  ...['dragstart', 'dragenter', 'dragover', 'dragleave', 'drop', 'dragend'],
];

/**
 * Lets no listener of the page hear what happens inside a notice. The first capturing listener on the window wins, so
 * the guard calls this at `document_start`, before its own listeners, and again after `document.open` has thrown
 * listeners away; repeating it is harmless.
 */
export function shieldNotices(signal?: AbortSignal, place: Window = window): void {
  for (const type of OVERHEARD) {
    // `keydown` alone is ever cancelled here: Escape and Tab have a meaning of their own in the notice.
    const passive = type !== 'keydown';
    place.addEventListener(type, intercept, { capture: true, passive, ...(signal ? { signal } : {}) });
  }
}

function intercept(event: Event): void {
  if (routes.size === 0 || event.target === null) return;
  const route = routes.get(event.target);
  if (route === undefined) return;
  event.stopImmediatePropagation();
  // A page may dispatch events of its own making at the host; only the person's count.
  if (event.isTrusted) route(event);
}

/** Sends the person's events inside `host`, which stands in `place`, to `route` until the signal aborts. */
export function routeEvents(host: HTMLElement, place: Window, route: Route, signal: AbortSignal): void {
  shieldNotices(undefined, place);
  routes.set(host, route);
  signal.addEventListener('abort', () => routes.delete(host), { once: true });
}
