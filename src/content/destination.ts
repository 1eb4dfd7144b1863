import type { Destination } from '../engine/verdict.ts';

/**
 * Where this frame's content would go: the host of the top-level page decides whether a frame is guarded. Frames without
 * an address of their own (about:blank, srcdoc, blob) carry the origin of their maker. Synchronous, no allocation to
 * speak of.
 */
export function readDestination(): Destination {
  const frame = hostOf(globalThis.origin) || location.hostname;
  if (window.top === window) return { site: frame, frame };
  const ancestors = location.ancestorOrigins;
  const top = ancestors?.[ancestors.length - 1];
  return { site: top ? hostOf(top) : frame, frame };
}

function hostOf(origin: string): string {
  const start = origin.indexOf('://');
  if (start < 0) return '';
  const end = origin.indexOf(':', start + 3);
  return origin.slice(start + 3, end < 0 ? undefined : end);
}
