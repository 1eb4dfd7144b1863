import { Evidence } from './evidence.ts';
import { symbolOf } from './fold.ts';
import type { Line, Lines } from './lines.ts';
import { isInSentence, type Match } from './locate.ts';
import type { Weights } from './tables.ts';

const NEAR_LINES = 12;

/** Words that stand beside a banner and nowhere else. */
const CAVEAT =
  /\b(?:NO ?FORN|NO FOREIGN DISSEM|CONTROLLED DISSEM|EYES ONLY|ORCON|REL TO|SENSITIVE|LIMDIS|EXDIS|NODIS|CLASSIFIED MESSAGE|CLASSIFICATION|CITE|CL(?:ASSIFIED)? BY|DECL(?:ASSIFY)? ON|WNINTEL|OADR)\b|\b\d{6}Z\b|\b\d{6,7}Z? (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b|\/\/|★|Экз\./;
const PAPER =
  /\b(?:MEMORANDUM|DISTRIBUTION|COPY NO|SUBJECT|DECLASSIF\w*|CABLE|TELEGRAM|REPORT NO|DISPATCH|REFERENCES?|ROUTING|ATTACHMENT|COUNTRY|INFO REPORT|SUPERVISOR|FIELD OFFICE|HEADQUARTERS)\b/;

/**
 * Weighs the banner of another country: alone on its line, in capitals where the script has them. Null for running text.
 * A foreign banner never blocks: these words are ordinary words too.
 */
export function weighForeign(
  text: string,
  lines: Lines,
  match: Match,
  phrase: string,
  strong: boolean,
  weights: Weights,
): Evidence | null {
  const latin = symbolOf(phrase.charCodeAt(0)) <= 26 && phrase.charCodeAt(0) < 0x250;
  if (latin && match.capitals !== 'all' && isInSentence(text, match.start, match.end - 1)) return null;
  if (!sameLetters(text.slice(match.start, match.end), phrase)) return null;
  const line = lines.at(match.start);
  const rest = line.words.filter((word) => word.end <= match.start || word.start >= match.end);
  const caveat = CAVEAT.test(text.slice(line.start, line.end));
  if (rest.length > (caveat ? 6 : 0) && rest.some((word) => !isNoise(text.slice(word.start, word.end))))
    return null;
  if (latin && match.capitals !== 'all' && !/classification/i.test(text.slice(line.start, line.end)))
    return null;
  const evidence = new Evidence(weights);
  evidence.add(strong ? 'banner-strong' : 'banner-weak', match.start, match.end);
  const above = lines.beside(line, -1);
  const below = lines.beside(line, 1);
  if (!above) evidence.add('banner-first-line', line.start, line.end);
  if (!below) evidence.add('banner-last-line', line.start, line.end);
  addWords(evidence, text, line);
  for (const step of [-1, 1] as const) {
    let near = lines.beside(line, step);
    for (let count = 0; near && count < NEAR_LINES; count++) {
      addWords(evidence, text, near);
      near = lines.beside(near, step);
    }
  }
  return evidence;
}

/** Figures, and the crumbs that recognition leaves of stamps and punched holes. */
function isNoise(word: string): boolean {
  return word.length <= 2 || /\d/.test(word);
}

function addWords(evidence: Evidence, text: string, line: Line): void {
  const piece = text.slice(line.start, line.end);
  if (CAVEAT.test(piece)) evidence.add('banner-caveat', line.start, line.end);
  if (PAPER.test(piece)) evidence.add('banner-paper', line.start, line.end);
}

/** Folding makes letters of many scripts alike; a banner must be in its own. */
function sameLetters(piece: string, phrase: string): boolean {
  const letters = (value: string) => value.replace(/[^\p{L}\p{M}]/gu, '').toUpperCase();
  return (
    letters(piece) === letters(phrase) ||
    letters(piece) === letters(phrase.normalize('NFD')).replace(/\p{M}/gu, '')
  );
}
