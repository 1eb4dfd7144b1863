import type { Listeners } from '../guard.ts';

/** What the notice does with an event of the person inside its shadow tree. */
export type Route = (event: Event) => void;

/** Open notices by host element. */
const routes = new Map<EventTarget, Route>();

/** `OVERHEARD`, which the gate has too and hands on: the guard need not carry it again. */
let overheard: readonly string[] = [];

/**
 * Lets no listener of the page hear what happens inside a notice: the first capturing listener on the window wins. The
 * guard has it called first.
 */
export function shieldFrom(types: readonly string[]): Listeners {
  overheard = types;
  return Object.fromEntries(types.map((type) => [type, intercept])) as Listeners;
}

/** The same in the window of another frame, in which a notice stands; repeating it is harmless. */
export function shieldNotices(place: Window): void {
  for (const type of overheard) {
    // `keydown` alone is ever cancelled here: Escape and Tab have a meaning of their own in the notice.
    place.addEventListener(type, intercept, { capture: true, passive: type !== 'keydown' });
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
  if (place !== window) shieldNotices(place);
  routes.set(host, route);
  signal.addEventListener('abort', () => routes.delete(host), { once: true });
}
