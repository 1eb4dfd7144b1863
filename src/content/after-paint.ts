/**
 * Runs a task once the page has been painted: a task before that would hold up the first frame, and clicks meant for a
 * frame that is not painted yet go astray. A hidden tab or frame waits until it is shown.
 */
export function afterPaint(task: () => void, signal: AbortSignal): void {
  const next = (): void => {
    requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || task()));
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', next, { once: true, signal });
  else next();
}
