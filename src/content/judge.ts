import { createEngine } from '../engine/engine.ts';
import type { EngineTables } from '../engine/tables.ts';
import type { Engine, Finding } from '../engine/types.ts';
import type { Channel, Destination, Verdict } from '../engine/verdict.ts';
import { decide } from '../policy/decide.ts';
import type { VerdictPolicy } from '../policy/policy.ts';
import { capByStage } from '../policy/stages.ts';
import { AllowedTexts } from './allowed-texts.ts';

/** Weighs texts in the page, synchronously. */
export interface Weigher {
  /** The verdict over a text. Findings that a person has answered for (`approve`) no longer count. */
  weigh(text: string): Verdict;
  /** The verdict over those findings only that touch `start`..`end` (code units of `text`). */
  weighRange(text: string, start: number, end: number): Verdict;
  /** The verdict over those findings only that begin before `seam` and end after it. */
  weighAcross(text: string, seam: number): Verdict;
  /** Takes a person's "continue" for every finding of this verdict. */
  approve(text: string, verdict: Verdict): void;
}

/** One for each frame; the engine is built at the first text. */
export interface Judge extends Weigher {
  /** Weighs what takes one road, for which policy may have exceptions; what is only to be reported is reported. */
  on(channel: Channel): Weigher;
  usePolicy(policy: VerdictPolicy): void;
  /** From the next text on, the rules are these. Building waits for an idle moment or the next text. */
  useTables(tables: EngineTables, packId: string): void;
  /** The pack whose rules are in force here. */
  packId(): string;
  /** The verdict over what could not be weighed: policy decides, and a person where it lets them. */
  unweighed(): Verdict;
  /** The engine itself, built now if it was not yet. */
  engine(): Engine;
}

/** Rules and the id of the pack they are from. */
export interface RulesInUse {
  readonly tables: EngineTables;
  readonly packId: string;
}

/** Where a judge sits, and who hears of texts that policy lets go but wants recorded. */
export interface Seat {
  readonly destination: Destination;
  onReported(channel: Channel, text: string, verdict: Verdict): void;
}

/** Texts whose findings are kept. */
const LATELY = 4;

export function createJudge(initial: VerdictPolicy, rules: RulesInUse, seat?: Seat): Judge {
  let policy = initial;
  let { tables, packId } = rules;
  let engine: Engine | undefined;
  const approved = new Set<string>();
  let waived = false;
  const falseAlarms = new AllowedTexts();
  /** One paste is weighed as it comes, with what stands around it, as an edit and as what the field holds. */
  const lately: { readonly text: string; readonly found: readonly Finding[] }[] = [];
  const build = (): Engine => {
    engine ??= createEngine(tables);
    return engine;
  };
  const findings = (text: string): readonly Finding[] => {
    if (!text) return [];
    let known = lately.find((one) => one.text === text);
    if (!known) {
      known = { text, found: falseAlarms.remaining(text, build().inspect(text), tables.allowlist, today()) };
      if (lately.unshift(known) > LATELY) lately.pop();
    }
    const { found } = known;
    return approved.size === 0 ? found : found.filter((finding) => !approved.has(keyOf(text, finding)));
  };
  const unweighed = (): Verdict => decide([], waived ? 'scanned' : 'scanner-unavailable', policy);
  const verdictOf = (text: string, counts: (finding: Finding) => boolean, channel?: Channel): Verdict => {
    let found: readonly Finding[];
    try {
      found = findings(text).filter(counts);
    } catch {
      return unweighed();
    }
    const located = capByStage(
      found.map((finding) => ({ finding, where: 'text' })),
      tables.stages,
      seat?.destination.site ?? '',
    );
    const verdict = decide(located, 'scanned', policy, { destination: seat?.destination, channel });
    if (verdict.action === 'report' && channel) seat?.onReported(channel, text, verdict);
    return verdict;
  };
  const weigher = (channel?: Channel): Weigher => ({
    weigh: (text) => verdictOf(text, () => true, channel),
    weighRange: (text, start, end) => verdictOf(text, (f) => f.start < end && f.end > start, channel),
    weighAcross: (text, seam) => verdictOf(text, (f) => f.start < seam && f.end > seam, channel),
    approve(text, verdict) {
      waived ||= verdict.outcome !== 'scanned';
      for (const { finding } of verdict.findings) approved.add(keyOf(text, finding));
    },
  });
  return {
    ...weigher(),
    on: weigher,
    usePolicy(next) {
      policy = next;
    },
    packId: () => packId,
    useTables(next, id) {
      tables = next;
      packId = id;
      engine = undefined;
      falseAlarms.forget();
      lately.length = 0;
    },
    unweighed,
    engine: build,
  };
}

/** Today on this machine's clock, `YYYY-MM-DD`. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** True when the content must not go on as things stand. */
export function stops(verdict: Verdict): boolean {
  return verdict.action === 'block' || verdict.action === 'warn' || verdict.action === 'hold';
}

/** A text that must not go on as things stand, and why. */
export interface Stopped {
  readonly text: string;
  readonly verdict: Verdict;
}

/** The first of these texts that must not go on, or null. */
export function findStopped(judge: Weigher, texts: Iterable<string>): Stopped | null {
  for (const text of texts) {
    const verdict = judge.weigh(text);
    if (stops(verdict)) return { text, verdict };
  }
  return null;
}

/** What makes two attempts the same in a person's eyes: the same rules on the same words. Stays in this frame. */
export function keyOf(text: string, finding: Finding): string {
  const words = text.slice(finding.start, finding.end).normalize('NFC').replace(/\s+/gu, ' ').trim();
  return `${finding.ruleId}|${words}`;
}
