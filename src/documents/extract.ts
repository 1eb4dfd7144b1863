import type { Budget } from './budget.ts';
import type { Format } from './format.ts';
import { formats } from './formats/table.ts';
import { FullProbe } from './full-probe.ts';
import { Probe } from './probe.ts';
import { DocumentError, type Part } from './types.ts';

export interface Opened {
  /** Media type by content; `application/octet-stream` when nobody knows it. */
  readonly mediaType: string;
  readonly parts: Iterable<Part> | AsyncIterable<Part>;
}

/**
 * Finds the format of some bytes by their content and starts reading. An empty file has no parts. Reading throws a
 * `DocumentError` with the outcome; any other error thrown while reading means `damaged`.
 */
export function open(item: Uint8Array | Probe, budget: Budget): Opened {
  const probe = item instanceof Probe ? item : probeOf(item);
  if (probe.bytes.length === 0) return { mediaType: 'application/x-empty', parts: [] };
  const format = formats.find((one) => one.matches(probe));
  if (!format) return { mediaType: 'application/octet-stream', parts: refuse() };
  return { mediaType: format.mediaType, parts: read(format, probe, budget) };
}

/** For who learns more from an item than `open` tells. */
export function probeOf(bytes: Uint8Array): FullProbe {
  // Node's Buffer is a Uint8Array whose slices share its memory; the parsers rely on copies.
  return new FullProbe(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** True when some format claims this content. */
export function isKnown(bytes: Uint8Array): boolean {
  const probe = new Probe(bytes);
  return formats.some((one) => one.matches(probe));
}

function* refuse(): Generator<Part> {
  yield* [];
  throw new DocumentError('unknown-format', 'no known format has this content');
}

function read(format: Format, probe: Probe, budget: Budget): Iterable<Part> | AsyncIterable<Part> {
  budget.checkTime();
  return format.extract(probe, budget);
}
