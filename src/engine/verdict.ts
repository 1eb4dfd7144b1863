import type { Action, Finding, Level } from './types.ts';

/** The road by which content tries to leave the page. */
export type Channel = 'paste' | 'drop' | 'typing' | 'file-picker' | 'submit' | 'script' | 'clipboard-api';

/** Where a transfer attempt goes. */
export interface Destination {
  /** Host of the top-level page, in lower case. */
  readonly site: string;
  /** Host of the frame the attempt happened in, in lower case; equals `site` in the top frame. */
  readonly frame: string;
}

/**
 * How reading an item ended. Everything but `scanned` means "not all of it was seen" and policy decides what follows;
 * findings made before the end still count.
 */
export type Outcome =
  | 'scanned'
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'bomb'
  | 'encrypted'
  | 'damaged'
  | 'timed-out'
  | 'unknown-format'
  | 'image-unread'
  | 'scanner-unavailable';

/** One finding and the place in its item where it stands. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** Where in the item, in machine words: `text`, `header`, `page:3`, `sheet:2`, `entry:1/header`. Never a name from the document. */
  readonly where: string;
}

/** The end of the matter for one item: a text, or one file. `hold` is for what could not be scanned. */
export interface Verdict {
  readonly action: Action | 'hold';
  readonly level: Level | null;
  readonly findings: readonly LocatedFinding[];
  readonly outcome: Outcome;
}
