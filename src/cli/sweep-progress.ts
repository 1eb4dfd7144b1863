import type { Progress } from '../sweep/types.ts';
import type { Texts } from './texts.ts';

const WIDTH = 24;
const REDRAW_MS = 200;
const LINE_MS = 5_000;

/** A bar on stderr; where stderr is no terminal, a line now and then. */
export function showProgress(texts: Texts): { show(progress: Progress): void; end(): void } {
  const started = Date.now();
  const { stderr } = process;
  let last = 0;
  let drawn = false;
  return {
    show({ done, waiting, found }) {
      const now = Date.now();
      if (now - last < (stderr.isTTY ? REDRAW_MS : LINE_MS)) return;
      last = now;
      const rate = (done / Math.max(1, (now - started) / 1000)).toFixed(1);
      const words = texts('sweepProgress', String(done), String(waiting), rate, String(found));
      if (!stderr.isTTY) {
        stderr.write(`${words}\n`);
        return;
      }
      const full = Math.round((WIDTH * done) / Math.max(1, done + waiting));
      stderr.write(`\r\u001b[K[${'█'.repeat(full)}${'·'.repeat(WIDTH - full)}] ${words}`);
      drawn = true;
    },
    end() {
      if (drawn) stderr.write('\r\u001b[K');
    },
  };
}
