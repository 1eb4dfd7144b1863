import type { Level } from '../engine/types.ts';
import { LEVEL_WORDS } from './stamps.ts';

/** Below this a reading of letters is no evidence against two looks that are sure. */
const CLEAR = 0.85;
/** The same where the level's other word was read as it is, beside one that is not the level's: TUYỆT BÚT. */
const CLEAR_BESIDE_OWN = 0.7;
/** Letters that must differ, marks and spaces aside: stamps in worn ink are often read one letter off, or one short. */
const APART = 2;
/** Fewer letters than a level's shortest word has are a part of one. */
const LEAST_LETTERS = 3;

/**
 * Whether letters read at a place that looks like `level` (confidence 0..1) are clearly other words, like TUYỆT BÚT. What
 * reads badly, falls apart, comes near a level's word in its plain letters or holds that level beside other words is not.
 */
export function isOtherWord(text: string, confidence: number, level: Level): boolean {
  if (confidence < (hasOwnWord(text, level) ? CLEAR_BESIDE_OWN : CLEAR)) return false;
  const letters = bare(text);
  if (letters.length < LEAST_LETTERS) return false;
  // MẬT inside other words tells nothing against them being others: THƯ MẬT that looks like TỐI MẬT.
  const whole = edits(bare(LEVEL_WORDS.mat), letters).at(-1)!;
  const inside = ([level, 'toi-mat', 'tuyet-mat'] as const).map((one) =>
    Math.min(...edits(bare(LEVEL_WORDS[one]), letters, true)),
  );
  return Math.min(whole, ...inside) >= APART;
}

/** Whether one of two words is the level's own, in its place, and the other is more than a scrap. */
function hasOwnWord(text: string, level: Level): boolean {
  const read = text.trim().split(/\s+/).map(bare);
  const own = LEVEL_WORDS[level].split(' ').map(bare);
  if (read.length !== 2 || own.length !== 2) return false;
  return read.some((word, at) => word === own[at]) && read.every((word) => word.length >= LEAST_LETTERS);
}

/** Plain capitals alone: TOIMAT. */
function bare(text: string): string {
  return text
    .normalize('NFD')
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .replace(/[^A-Z]+/g, '');
}

/** Letters to change, add or take away to make `word` of each beginning of `letters`, or of each part that ends there. */
function edits(word: string, letters: string, parts = false): number[] {
  let row = Array.from({ length: letters.length + 1 }, (_, i) => (parts ? 0 : i));
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= letters.length; j++) {
      const same = word[i - 1] === letters[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row;
}
