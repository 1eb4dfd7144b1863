import { isInvisible, symbolOf } from './fold.ts';
import { type Reading, toSource } from './reading.ts';
import { SipHash } from './siphash.ts';
import type { KeywordTable } from './tables.ts';
import type { Finding } from './types.ts';

/** Words of the longest keyword. */
const MOST_WORDS = 8;

/** Looks for the unit's own words, of which only hashes are known. */
export interface KeywordFinder {
  /** The keywords of a text, in order of place, longest first. Linear in its length. */
  find(text: string): readonly Pick<Finding, 'ruleId' | 'action' | 'start' | 'end'>[];
}

type Rule = KeywordTable['rules'][number];

export function createKeywordFinder({ salt, rules }: KeywordTable): KeywordFinder {
  const byHash = new Map<string, Rule>();
  const lengths = new Set<number>();
  for (const rule of rules) {
    for (const { words, hash } of rule.hashes) {
      lengths.add(words);
      const known = byHash.get(`${words} ${hash}`);
      // The stricter rule names a keyword that two rules hold.
      if (!known || rule.action === 'block') byHash.set(`${words} ${hash}`, rule);
    }
  }
  // Most places are let go by the low half alone, without making a string.
  const lows = new Set([...byHash.keys()].map((key) => Number.parseInt(key.slice(-8), 16) | 0));
  return { find: (text) => search(text, new WordHashes(salt), lengths, lows, byHash) };
}

/** Adds the keywords of one reading, but not what an earlier reading of the same text already showed. */
export function addKeywords(
  finder: KeywordFinder,
  reading: Reading,
  weight: number,
  findings: Finding[],
): void {
  const known = new Set(findings.map(({ ruleId, start }) => `${ruleId} ${start}`));
  for (const { ruleId, action, start, end } of finder.find(reading.text)) {
    const place = toSource(reading, start, end);
    if (known.has(`${ruleId} ${place.start}`)) continue;
    known.add(`${ruleId} ${place.start}`);
    const signals = [{ id: 'unit-keyword', weight, ...place }];
    findings.push({ ruleId, kind: 'keyword', level: null, action, confidence: 1, ...place, signals });
  }
}

function search(
  text: string,
  hashes: WordHashes,
  lengths: ReadonlySet<number>,
  lows: ReadonlySet<number>,
  byHash: ReadonlyMap<string, Rule>,
) {
  const found: { ruleId: string; action: Rule['action']; start: number; end: number }[] = [];
  forEachWord(text, (start, end) => {
    hashes.add(text, start, end);
    for (let words = Math.min(MOST_WORDS, hashes.count); words > 0; words--) {
      if (!lengths.has(words) || !lows.has(hashes.hashLast(words))) continue;
      const rule = byHash.get(`${words} ${hashes.hash}`);
      if (rule) found.push({ ruleId: rule.ruleId, action: rule.action, start: hashes.startOf(words), end });
    }
  });
  return found;
}

/** The hash of a keyword as `KeywordRule` holds it, and how many words it has; null when it has none, or too many. */
export function hashKeyword(salt: string, keyword: string): { words: number; hash: string } | null {
  const hashes = new WordHashes(salt);
  forEachWord(keyword, (start, end) => hashes.add(keyword, start, end));
  if (hashes.count === 0 || hashes.count > MOST_WORDS) return null;
  hashes.hashLast(hashes.count);
  return { words: hashes.count, hash: hashes.hash };
}

/** Hashes of the words read last. */
class WordHashes {
  count = 0;
  readonly #sip: SipHash;
  readonly #words = new Int32Array(2 * MOST_WORDS);
  readonly #starts = new Int32Array(MOST_WORDS);
  readonly #out = new Int32Array(2);
  constructor(salt: string) {
    this.#sip = new SipHash(salt);
  }

  add(text: string, start: number, end: number): void {
    const slot = this.count % MOST_WORDS;
    this.#sip.begin();
    let letters = 0;
    let low = 0;
    let high = 0;
    for (let i = start; i < end; i++) {
      const letter = letterOf(text.charCodeAt(i));
      if (letter === 0) continue;
      // Four letters of sixteen bits to a block.
      const at = letters & 3;
      if (at < 2) low |= letter << (16 * at);
      else high |= letter << (16 * (at - 2));
      letters++;
      if (at < 3) continue;
      this.#sip.take(low, high);
      low = 0;
      high = 0;
    }
    this.#sip.take(low, high).finish(letters, 0, this.#words, 2 * slot);
    this.#starts[slot] = start;
    this.count++;
  }

  /** Hashes the last `words` words together; answers the low half, `hash` is then the whole. */
  hashLast(words: number): number {
    this.#sip.begin();
    for (let i = this.count - words; i < this.count; i++) {
      const slot = i % MOST_WORDS;
      this.#sip.take(this.#words[2 * slot]!, this.#words[2 * slot + 1]!);
    }
    this.#sip.finish(words, 0, this.#out, 0);
    return this.#out[0]!;
  }

  get hash(): string {
    return hex(this.#out[1]!) + hex(this.#out[0]!);
  }

  startOf(words: number): number {
    return this.#starts[(this.count - words) % MOST_WORDS]!;
  }
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}

/** Calls `report` for every run of letters and digits. */
function forEachWord(text: string, report: (start: number, end: number) => void): void {
  let start = -1;
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (letterOf(unit) !== 0) {
      if (start < 0) start = i;
      end = i + 1;
    } else if (start >= 0 && !isInvisible(unit)) {
      report(start, end);
      start = -1;
    }
  }
  if (start >= 0) report(start, end);
}

/**
 * A letter without case and marks as 1 to 26, as the rest of the engine folds it. Digits stay themselves, unlike there:
 * code names are told apart by them. Letters of other scripts stay themselves too; 0 is no letter.
 */
function letterOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit;
  if (unit >= 0xff10 && unit <= 0xff19) return unit - 0xff10 + 0x30;
  const symbol = symbolOf(unit);
  return symbol > 26 ? unit : symbol;
}
