import type { Sent } from '../../reading/readables.ts';
import { type Guard, type Listeners, refuse } from '../guard.ts';
import type { Place } from '../place.ts';
import { stopScript } from './script-text.ts';

const MOST_PARTS = 100_000;

/**
 * `postMessage` into a frame of another host inside a guarded page. The sender's call cannot be hooked (a foreign window's
 * methods are made anew at each look), so the frame that receives it refuses to hear it.
 */
export function guardMessages(guard: Guard, { destination, frameGuarded }: Place): Listeners {
  if (frameGuarded || destination.frame === destination.site) return {};
  return {
    message(event) {
      if (event.origin !== globalThis.origin && stopScript(guard, partsOf(event.data))) refuse(event);
    },
  };
}

/** The texts and bytes in a message, whatever it is made of. */
function partsOf(value: unknown): Sent {
  const texts: string[] = [];
  const bytes: (ArrayBuffer | ArrayBufferView)[] = [];
  const seen = new Set<unknown>([value]);
  for (const node of seen) {
    if (typeof node === 'string') texts.push(node);
    else if (node instanceof ArrayBuffer || ArrayBuffer.isView(node)) bytes.push(node);
    else if (node instanceof Error || node instanceof RegExp || node instanceof String)
      texts.push(String(node));
    else if (typeof node === 'object' && node !== null && seen.size < MOST_PARTS)
      for (const child of node instanceof Map || node instanceof Set ? node : Object.values(node))
        seen.add(child);
  }
  return { texts, bytes };
}
