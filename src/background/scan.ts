import type { InspectionResult } from '../inspection/types.ts';
import { keepAwake } from '../platform/keep-awake.ts';
import { MessageError, send } from '../platform/messaging.ts';
import { closeScanHost, ensureScanHost } from '../platform/offscreen.ts';

/** Milliseconds. The scan host ends its own scans far sooner; this is for a host that hangs as a whole. */
const PATIENCE = 180_000;
/** A host that an earlier life of the background started may still be loading, for seconds on a busy machine, or may die under the scan. */
const TRIES = 6;
const PAUSE = 250;

/** Has one file scanned by the rules of a pack. Never rejects: what went wrong is an outcome. */
export async function scanFile(file: File, packId: string): Promise<InspectionResult> {
  // Browsers without structured-clone messages deliver an empty object: nothing was seen, so nothing is clean.
  if (!(file instanceof File)) return notScanned('scanner-unavailable', 0);
  return keepAwake(tryScan(file, packId));
}

async function tryScan(file: File, packId: string): Promise<InspectionResult> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await ensureScanHost();
      return await withPatience(send('scan.file', { file, packId }));
    } catch (error) {
      if (error instanceof Impatient) {
        await closeScanHost().catch(() => undefined);
        return notScanned('timed-out', file.size);
      }
      if (!(error instanceof MessageError) || error.reason !== 'unreachable') break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * attempt));
    }
  }
  return notScanned('scanner-unavailable', file.size);
}

class Impatient extends Error {}

function withPatience<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Impatient()), PATIENCE);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function notScanned(outcome: 'scanner-unavailable' | 'timed-out', size: number): InspectionResult {
  return { outcome, findings: [], mediaType: 'application/octet-stream', size };
}
