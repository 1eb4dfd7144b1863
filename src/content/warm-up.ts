import type { Judge } from './judge.ts';

/** After so many rounds the browser runs the engine as machine code: some milliseconds each at first, far below one then. */
const ROUNDS = 12;

/**
 * Spares the first paste the engine's slow first runs: it is built once the page is painted and idle, and practises,
 * round by round in idle moments, when a person first goes to a field. Pages that are only read pay for no practice.
 */
export function warmUp(judge: Judge, signal: AbortSignal): void {
  afterPaint(() => judge.warm(), signal);
  let rounds = ROUNDS;
  const practise = (): void => {
    if (signal.aborted || rounds-- === 0) return;
    judge.warm();
    requestIdleCallback(practise, { timeout: 2_000 });
  };
  const begin = () => requestIdleCallback(practise, { timeout: 2_000 });
  addEventListener('focusin', begin, { capture: true, once: true, signal });
}

/**
 * Runs a task once the page has been painted and is idle: a task before that would hold up the first frame, and clicks
 * meant for a frame that is not painted yet go astray. A hidden tab or frame waits until it is shown.
 */
function afterPaint(task: () => void, signal: AbortSignal): void {
  const next = (): void => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => requestIdleCallback(() => signal.aborted || task(), { timeout: 2_000 })),
    );
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', next, { once: true, signal });
  else next();
}
