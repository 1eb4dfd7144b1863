import { type Guard, type Listeners, refuse } from '../guard.ts';
import { stops } from '../judge.ts';
import type { Place } from '../place.ts';

const MOST_TEXTS = 2_000;

/**
 * `postMessage` into a frame of another host inside a guarded page. The sender's call cannot be hooked (a foreign window's
 * methods are made anew at each look), so the frame that receives it refuses to hear it.
 */
export function guardMessages(guard: Guard, { destination, frameGuarded }: Place): Listeners {
  if (frameGuarded || destination.frame === destination.site) return {};
  return {
    message(event) {
      if (event.origin === globalThis.origin) return;
      for (const text of stringsIn(event.data)) {
        const verdict = guard.judge.on('script').weigh(text);
        if (!stops(verdict)) continue;
        refuse(event);
        guard.attempts.stopText({
          channel: 'script',
          text,
          verdict,
          unasked: true,
          onContinue: () => guard.judge.approve(text, verdict),
        });
        return;
      }
    },
  };
}

function stringsIn(value: unknown): readonly string[] {
  const strings: string[] = [];
  const seen = new Set<object>();
  const walk = (node: unknown): void => {
    if (strings.length >= MOST_TEXTS) return;
    if (typeof node === 'string') strings.push(node);
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const child of Object.values(node)) walk(child);
  };
  walk(value);
  return strings.length > 1 ? [...strings, strings.join('\n')] : strings;
}
