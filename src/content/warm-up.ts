import { afterPaint } from './after-paint.ts';
import { fieldOf, focused, targetOf } from './fields.ts';

/** After so many rounds the browser runs the engine as machine code: some milliseconds each at first, far below one then. */
const ROUNDS = 16;
/** Milliseconds left of an idle moment that are too few for another round. */
const TOO_FEW_MS = 5;

/**
 * Spares the first paste the engine's slow first runs: it is built once the page is painted and idle and `known` tells
 * which rules are in force, and practises in idle moments when a person first goes to a field, by key or pointer. Pages
 * that are only read pay for no practice, and those that hold nothing but text for no engine.
 */
export function warmUp(practise: (round: number) => void, known: Promise<void>, signal: AbortSignal): void {
  afterPaint(() => mayAsk() && void known.then(() => buildLater(practise, signal)), signal);
  let round = 0;
  const next = (moment: IdleDeadline): void => {
    do {
      if (signal.aborted || round === ROUNDS) return;
      practise(++round);
    } while (moment.timeRemaining() > TOO_FEW_MS);
    requestIdleCallback(next, { timeout: 2_000 });
  };
  let begun = false;
  const beginAt = (element: Element | null): void => {
    if (begun || !fieldOf(element)) return;
    begun = true;
    requestIdleCallback(next, { timeout: 2_000 });
  };
  beginAt(focused());
  const begin = (event: Event): void => beginAt(targetOf(event));
  for (const type of ['focusin', 'pointerover']) addEventListener(type, begin, { capture: true, signal });
}

/** Builds the engine in an idle moment, if the next text does not come before it. */
export function buildLater(practise: (round: number) => void, signal: AbortSignal): void {
  requestIdleCallback(() => signal.aborted || practise(0), { timeout: 2_000 });
}

/** False for a page that can send nothing before a person drops something on it: it has no script and no field. */
function mayAsk(): boolean {
  return document.querySelector('script,input,textarea,[contenteditable],iframe') !== null;
}
