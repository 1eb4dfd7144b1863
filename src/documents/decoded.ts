import type { Probe } from './probe.ts';
import { decodeText } from './text-encoding.ts';

/** Beside the probe and not in it: what looks at small texts only does not carry this along. */
const decoded = new WeakMap<Probe, readonly string[]>();

/** The readings of an item's bytes as text, made once: `declared` counts for whoever asks first. */
export function readingsOf(probe: Probe, declared?: string): readonly string[] {
  let readings = decoded.get(probe);
  if (!readings) {
    readings = decodeText(probe.bytes, declared);
    decoded.set(probe, readings);
  }
  return readings;
}
