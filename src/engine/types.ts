/** A degree of secrecy, in ascending order: mật, tối mật, tuyệt mật (Luật 117/2025/QH15). */
export type Level = 'mat' | 'toi-mat' | 'tuyet-mat';

/** What a rule asks for, weakest first. Policy may change it per destination. */
export type Action = 'allow' | 'report' | 'warn' | 'block';

export type FindingKind = 'marking' | 'category' | 'foreign' | 'keyword';

/**
 * One piece of evidence for (weight > 0) or against (weight < 0) a finding. Data for an explanation, never content:
 * `id` names the signal (its words for people are in `_locales` as `signal_<id>`), the range points into the source.
 */
export interface Signal {
  readonly id: string;
  readonly weight: number;
  /** Range in code units of the source text; both -1 when the signal has no place (for example a hint). */
  readonly start: number;
  readonly end: number;
}

/** One recognised marking, category, foreign banner or keyword of the unit. */
export interface Finding {
  readonly ruleId: string;
  readonly kind: FindingKind;
  readonly level: Level | null;
  /** Of a category: the sector of the published list, as in `rules/categories/`. Policy may switch sectors off. */
  readonly sector?: string;
  /** What the rule asks for at this confidence; a weak marking asks for `warn`. */
  readonly action: Action;
  /** Sum of the evidence squeezed to 0..1. */
  readonly confidence: number;
  /** Range in code units of the source text. */
  readonly start: number;
  readonly end: number;
  readonly signals: readonly Signal[];
}

/** What the caller knows about a text besides its letters. */
export interface Hints {
  /** Where the text stood in its document. A page header, a text box, a cell or a subject line is a likely place for a stamp. */
  readonly place?: 'body' | 'header' | 'box' | 'cell' | 'subject' | 'property' | 'file-name';
  /** True when the letters came from optical recognition: confusions are likely, the ceiling is lower. */
  readonly ocr?: boolean;
}

export interface Engine {
  /** Id and version of the rule pack the tables were built from. */
  readonly pack: PackId;
  /**
   * Finds every marking, category and foreign banner in a text, in order of place. Pure, synchronous, linear in the
   * length of the text; never throws for any string.
   */
  inspect(text: string, hints?: Hints): readonly Finding[];
  /** Builds what the first `inspect` would have to build. Call it when idle; it may be left out. */
  prepare(): void;
  /** Like `inspect`, with the candidates that were weighed and let go: their action is `allow`. */
  explain(text: string, hints?: Hints): readonly Finding[];
}

export interface PackId {
  readonly name: string;
  readonly version: string;
  /** Day of release, `YYYY-MM-DD`; absent in packs made for a test. */
  readonly released?: string;
}
