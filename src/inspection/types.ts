import type { LocatedFinding, Outcome } from '../engine/verdict.ts';

/** What an inspection of one item found. Holds no content. */
export interface InspectionResult {
  readonly outcome: Outcome;
  readonly findings: readonly LocatedFinding[];
  /** Media type by content, not by name. */
  readonly mediaType: string;
  /** Bytes of a file, or code units of a text. */
  readonly size: number;
}
