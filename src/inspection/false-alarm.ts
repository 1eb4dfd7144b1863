import type { Allowlist } from '../engine/tables.ts';
import { isAllowedFile } from '../rules/allowlist.ts';
import type { InspectionResult } from './types.ts';

/** The result without its findings where the unit has confirmed that exactly these bytes are a false alarm. */
export async function dropFalseAlarm<R extends InspectionResult>(
  result: R,
  file: Blob | Uint8Array,
  allowlist: Allowlist | undefined,
  now: Date,
): Promise<R> {
  if (result.findings.length === 0 && result.outcome === 'scanned') return result;
  const allowed = await isAllowedFile(allowlist, file, dayOf(now)).catch(() => false);
  return allowed ? { ...result, outcome: 'scanned', findings: [] } : result;
}

/** A day on this machine's clock, `YYYY-MM-DD`. */
function dayOf(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}
