import type { Context } from './context.ts';
import type { Line, Lines } from './lines.ts';
import type { Match } from './locate.ts';

/** So many markings of one rule tell as much as any number. */
const ENOUGH = 16;
/** After so many candidates that came to nothing, a text speaks about secrecy, or is meant to keep the engine busy. */
const PATIENCE = 256;

/**
 * Keeps the time for one text within bounds when it is full of candidates. Markings that stand where a paper has them
 * are weighed however many others came before.
 */
export class Crowd {
  private readonly block: number;
  private readonly bounded: boolean;
  private readonly blocked = new Map<string, number>();
  private idle = 0;
  /** `bounded` is false when every candidate is to be weighed, to explain a text. */
  constructor(block: number, bounded: boolean) {
    this.block = block;
    this.bounded = bounded;
  }

  /** True when enough markings of the rule were found already. */
  passes(ruleId: string): boolean {
    return this.bounded && (this.blocked.get(ruleId) ?? 0) >= ENOUGH;
  }

  isTired(): boolean {
    return this.bounded && this.idle >= PATIENCE;
  }

  note(ruleId: string, score: number): void {
    if (score >= this.block) this.blocked.set(ruleId, (this.blocked.get(ruleId) ?? 0) + 1);
    else this.idle++;
  }
}

/** True when a label stands on the candidate's line, or a part of a paper's head on it or next to it. */
export function isBesideHead(lines: Lines, context: Context, match: Match): boolean {
  const line = lines.at(match.start);
  const label = 1 << (context.kinds.get('label') ?? 31);
  if ((line.kinds & (context.head | label)) !== 0) return true;
  const near = (other: Line | null) => other !== null && (other.kinds & (context.head | label)) !== 0;
  return near(lines.beside(line, -1)) || near(lines.beside(line, 1));
}
