import { createEngine } from '../engine/engine.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Engine, Finding } from '../engine/types.ts';
import type { Verdict } from '../engine/verdict.ts';
import { decide } from '../policy/decide.ts';
import type { Policy } from '../policy/policy.ts';
import { bundledTables } from '../rules/bundled.ts';

/** Weighs texts in the page, synchronously. One for each frame; the engine is built at the first text. */
export interface Judge {
  /** The verdict over a text. Findings that a person has answered for (`approve`) no longer count. */
  weigh(text: string): Verdict;
  /** The verdict over those findings only that touch `start`..`end` (code units of `text`). */
  weighRange(text: string, start: number, end: number): Verdict;
  /** The verdict over those findings only that begin before `seam` and end after it. */
  weighAcross(text: string, seam: number): Verdict;
  /** Takes a person's "continue" for every finding of this verdict. */
  approve(text: string, verdict: Verdict): void;
  usePolicy(policy: Policy): void;
  /** Goes over to another rule pack. */
  useTables(tables: EngineTables): void;
  /** The engine itself, built now if it was not yet. */
  engine(): Engine;
  /** Builds and runs what the first paste would wait for. Call it when idle. */
  warm(): void;
}

export function createJudge(initial: Policy): Judge {
  let policy = initial;
  let engine: Engine | undefined;
  const approved = new Set<string>();
  /** One paste is weighed as it comes, as an edit and as what the field holds: mostly the same text. */
  let lastText = '';
  let lastFound: readonly Finding[] = [];
  const build = (): Engine => {
    engine ??= createEngine(bundledTables);
    return engine;
  };
  const findings = (text: string): readonly Finding[] => {
    if (!text) return [];
    if (text !== lastText) {
      lastFound = build().inspect(text);
      lastText = text;
    }
    const found = lastFound;
    return approved.size === 0 ? found : found.filter((finding) => !approved.has(keyOf(text, finding)));
  };
  const verdictOf = (found: readonly Finding[]): Verdict =>
    decide(
      found.map((finding) => ({ finding, where: 'text' })),
      'scanned',
      policy,
    );
  return {
    weigh: (text) => verdictOf(findings(text)),
    weighRange: (text, start, end) => verdictOf(findings(text).filter((f) => f.start < end && f.end > start)),
    weighAcross: (text, seam) => verdictOf(findings(text).filter((f) => f.start < seam && f.end > seam)),
    approve(text, verdict) {
      for (const { finding } of verdict.findings) approved.add(keyOf(text, finding));
    },
    usePolicy(next) {
      policy = next;
    },
    useTables(tables) {
      engine = createEngine(tables);
      lastText = '';
      lastFound = [];
    },
    engine: build,
    warm() {
      build().prepare();
      for (let i = 0; i < 20; i++) verdictOf(findings(`${i}. ${SAMPLE}`));
    },
  };
}

/** Any text in Vietnamese will do: what counts is that the engine's code has run. */
const SAMPLE =
  'Kính gửi các phòng, ban: đề nghị gửi báo cáo công tác quý về văn phòng trước ngày 15.\n'.repeat(5);

/** True when the content must not go on as things stand. */
export function stops(verdict: Verdict): boolean {
  return verdict.action === 'block' || verdict.action === 'warn' || verdict.action === 'hold';
}

/** What makes two attempts the same in a person's eyes: the same rules on the same words. Stays in this frame. */
export function keyOf(text: string, finding: Finding): string {
  const words = text.slice(finding.start, finding.end).normalize('NFC').replace(/\s+/gu, ' ').trim();
  return `${finding.ruleId}|${words}`;
}
