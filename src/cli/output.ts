import { once } from 'node:events';
import type { LocatedFinding, Verdict } from '../engine/verdict.ts';

/** Exit codes of a scan by verdict, and which of two matters more. */
const EXIT: Readonly<Record<Verdict['action'], number>> = { allow: 0, report: 0, warn: 1, hold: 3, block: 2 };
const WEIGHT: readonly number[] = [0, 1, 3, 2];

/** The exit code for everything scanned so far: 0 nothing, 1 warn, 3 could not be scanned, 2 block, the gravest wins. */
export function worseExit(code: number, action: Verdict['action']): number {
  const other = EXIT[action];
  return (WEIGHT[other] ?? 0) > (WEIGHT[code] ?? 0) ? other : code;
}

/** Writes one line and waits when the reader is slow. A reader that went away (`| head`) is not an error. */
export async function writeLine(line: string): Promise<void> {
  if (process.stdout.destroyed) return;
  if (!process.stdout.write(`${line}\n`))
    await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]);
}

/** A finding as machines read it: the rule, the place and the evidence, never the letters. */
export function describeFinding({ finding, where }: LocatedFinding) {
  const { ruleId, kind, level, action, confidence, start, end, signals } = finding;
  return {
    ruleId,
    kind,
    level,
    action,
    confidence: Math.round(confidence * 1000) / 1000,
    where,
    start,
    end,
    signals,
  };
}
