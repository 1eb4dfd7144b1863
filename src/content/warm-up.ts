import { fieldOf, focused, targetOf } from './fields.ts';
import type { Front } from './front.ts';
import type { Listeners } from './guard.ts';

/** After so many rounds the browser runs the engine as machine code: some milliseconds each at first, far below one then. */
const ROUNDS = 16;
/** Milliseconds of practice in one go, from which on what a person does would have to wait. */
const AT_ONCE_MS = 4;
/** The same between the key that begins a shortcut and the one that follows it. */
const BEFORE_SHORTCUT_MS = 10;
const AFTER_SHORTCUT_MS = 1_000;

/**
 * Spares the first paste the engine's slow first runs: it is built once the page is painted and idle and `known` tells
 * which rules are in force, and practises when a person first goes to a field, by key or pointer: idle moments would come
 * half a second later there. Pages that are only read pay for no practice, and those that hold nothing but text for no
 * engine.
 */
export function warmUp(
  practise: (round: number) => void,
  known: Promise<void>,
  { signal, afterPaint }: Front,
): Listeners {
  afterPaint(() => mayAsk() && void known.then(() => buildLater(practise, signal)), signal);
  let round = 0;
  const practiseFor = (milliseconds: number): void => {
    const end = performance.now() + milliseconds;
    while (round < ROUNDS && performance.now() < end) practise(++round);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    if (signal.aborted || round === ROUNDS) return;
    practiseFor(AT_ONCE_MS);
    timer = setTimeout(next);
  };
  let begun = false;
  const beginAt = (element: Element | null): void => {
    if (begun || !fieldOf(element)) return;
    begun = true;
    timer = setTimeout(next);
  };
  beginAt(focused());
  const begin = (event: Event): void => beginAt(targetOf(event));
  for (const type of ['focusin', 'pointerover']) addEventListener(type, begin, { capture: true, signal });
  return {
    keydown(event) {
      if (round === ROUNDS || !/Control|Meta/.test(event.key) || !fieldOf(targetOf(event))) return;
      practiseFor(BEFORE_SHORTCUT_MS);
      clearTimeout(timer);
      timer = setTimeout(next, AFTER_SHORTCUT_MS);
    },
  };
}

/** Builds the engine in an idle moment, if the next text does not come before it. */
export function buildLater(practise: (round: number) => void, signal: AbortSignal): void {
  requestIdleCallback(() => signal.aborted || practise(0), { timeout: 2_000 });
}

/** False for a page that can send nothing before a person drops something on it: it has no script and no field. */
function mayAsk(): boolean {
  return document.querySelector('script,input,textarea,[contenteditable],iframe') !== null;
}
