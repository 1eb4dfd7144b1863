import type { Judge } from './judge.ts';
import { practise } from './practice.ts';

/** After so many rounds the browser runs the engine as machine code: some milliseconds each at first, far below one then. */
const ROUNDS = 16;

/**
 * Spares the first paste the engine's slow first runs: it is built once the page is painted and idle and `known` tells
 * which rules are in force, and practises, round by round in idle moments, when a person first goes to a field. Pages that
 * are only read pay for no practice.
 */
export function warmUp(judge: Judge, known: Promise<void>, signal: AbortSignal): void {
  afterPaint(() => void known.then(() => buildLater(judge, signal)), signal);
  let round = 0;
  const next = (): void => {
    if (signal.aborted || round === ROUNDS) return;
    practise(judge, ++round);
    requestIdleCallback(next, { timeout: 2_000 });
  };
  const begin = () => requestIdleCallback(next, { timeout: 2_000 });
  addEventListener('focusin', begin, { capture: true, once: true, signal });
}

/** Builds the engine in an idle moment, if the next text does not come before it. */
export function buildLater(judge: Judge, signal: AbortSignal): void {
  requestIdleCallback(() => signal.aborted || practise(judge, 0), { timeout: 2_000 });
}

/**
 * Runs a task once the page has been painted: a task before that would hold up the first frame, and clicks meant for a
 * frame that is not painted yet go astray. A hidden tab or frame waits until it is shown.
 */
function afterPaint(task: () => void, signal: AbortSignal): void {
  const next = (): void => {
    requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || task()));
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', next, { once: true, signal });
  else next();
}
