/** What the plug-in gives to the page that carries it. Published as `la-chan.d.ts`: this file imports nothing. */

export type Action = 'allow' | 'report' | 'warn' | 'hold' | 'block';
export type Level = 'mat' | 'toi-mat' | 'tuyet-mat';
export type Channel = 'paste' | 'drop' | 'typing' | 'file-picker' | 'submit' | 'script' | 'clipboard-api';

/** How reading ended; everything but `scanned` means that not all of the item was seen. */
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

/** The verdict over one text or file. Holds nothing of its content. */
export interface ScanResult {
  /** What the page should do; anything from `warn` on must not be sent as it is. */
  readonly action: Action;
  readonly level: Level | null;
  readonly outcome: Outcome;
  /** By content, not by name. */
  readonly mediaType: string;
  /** Bytes of a file, UTF-16 code units of a text. */
  readonly size: number;
  readonly findings: readonly ScanFinding[];
  /** The rule pack that judged. */
  readonly rules: { readonly name: string; readonly version: string };
}

export interface ScanFinding {
  readonly ruleId: string;
  readonly kind: 'marking' | 'category' | 'foreign' | 'keyword';
  /** Place in machine words: `text`, `header`, `page:3`, `entry:1/header`. */
  readonly where: string;
  /** What was found and why, for people, in the language of the page. */
  readonly words: string;
  readonly reasons: readonly string[];
}

/** Weaker than the rules where a unit wants that; a setting never makes a finding stricter than its rule. */
export interface Policy {
  readonly markings?: 'allow' | 'report' | 'warn' | 'block';
  readonly categories?: 'allow' | 'report' | 'warn' | 'block';
  readonly foreign?: 'allow' | 'report' | 'warn' | 'block';
  /** What to do with an item that could not be read. */
  readonly outcomes?: { readonly [K in Outcome | 'default']?: 'hold' | 'warn' | 'allow' };
}

/** Settings of the page; those given last hold. */
export interface Options {
  /** Ends the protection, as the returned function does. */
  readonly signal?: AbortSignal;
  /** Where incidents go: the address of the unit's server and the key it gave to this site. Without it they are only events. */
  readonly server?: { readonly url: string; readonly siteKey: string };
  /** The folder of a signed rule pack (`la-chan rules publish`), and the fingerprint of the root of trust it is checked against. A bad pack never replaces a good one. */
  readonly rules?: { readonly url: string; readonly root: string };
  readonly policy?: Policy;
  /** Whom to call; shown in every notice. */
  readonly contact?: string;
  /** Language of the notices; else that of the page, Vietnamese where it says nothing. */
  readonly language?: 'vi' | 'en';
  /** Address of the folder with the plug-in's files, where a bundler has taken the module out of it. */
  readonly home?: string;
}

/** The detail of the `lachan:…` events on `document`. Holds nothing of the content, no names. */
export interface AttemptDetail {
  readonly attemptId: string;
  readonly channel: Channel;
  readonly level: Level | null;
  readonly items: readonly {
    readonly kind: 'text' | 'file';
    readonly mediaType: string;
    readonly size: number;
    readonly action: Action;
    readonly outcome: Outcome;
    readonly ruleIds: readonly string[];
  }[];
}

export interface AnswerDetail {
  readonly attemptId: string;
}

export interface LaChan {
  readonly version: string;
  /** Judges a text or a file. Never rejects: what could not be read is the outcome. */
  scan(item: string | Blob): Promise<ScanResult>;
  /**
   * Guards what a person pastes, drops, types, picks and submits inside `root` (the whole page when left out), in editors'
   * frames too. The returned function ends it.
   */
  protect(root?: Node, options?: Options): () => void;
}

declare global {
  interface DocumentEventMap {
    'lachan:blocked': CustomEvent<AttemptDetail>;
    'lachan:held': CustomEvent<AttemptDetail>;
    'lachan:warned': CustomEvent<AttemptDetail>;
    'lachan:reported': CustomEvent<AttemptDetail>;
    'lachan:continued': CustomEvent<AnswerDetail>;
    'lachan:cancelled': CustomEvent<AnswerDetail>;
    'lachan:false-alarm': CustomEvent<AnswerDetail>;
  }
}
