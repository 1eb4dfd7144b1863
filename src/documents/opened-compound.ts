import { openCompound, type Storage, startsAsCompound } from './compound-file.ts';
import type { Probe } from './probe.ts';

/** Beside the probe and not in it, so that what only looks at texts and packages does not carry this parser along. */
const opened = new WeakMap<Probe, Storage | null>();

/** The root of an OLE compound file, parsed once; null when it is none or is broken. */
export function openedCompound(probe: Probe): Storage | null {
  if (!startsAsCompound(probe.bytes)) return null;
  let storage = opened.get(probe);
  if (storage === undefined) {
    storage = tryCompound(probe.bytes);
    opened.set(probe, storage);
  }
  return storage;
}

function tryCompound(bytes: Uint8Array): Storage | null {
  try {
    return openCompound(bytes);
  } catch {
    return null;
  }
}
