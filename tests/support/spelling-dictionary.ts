import { createHash } from 'node:crypto';

const HEADER = 32;
/** A leaf of the word tree that is followed by the rest of its word; no affixes. */
const LEAF = [0x40, 0];
/** A list of at most fifteen letters, each with the distance of its node in one byte. */
const LIST = 0xe0;

/** A spelling dictionary as Chromium keeps them (BDIC 2.0), of a few words that begin with different letters of ASCII. */
export function makeSpellingDictionary(words: readonly string[]): Buffer {
  const leaves = words.map((word) => Buffer.from([...LEAF, ...Buffer.from(`${word.slice(1)}\0`)]));
  const distances = leaves.map((_, i) => leaves.slice(0, i).reduce((sum, leaf) => sum + leaf.length, 0));
  const letters = words.flatMap((word, i) => [word.charCodeAt(0), distances[i]!]);
  const tree = Buffer.concat([Buffer.from([LIST | words.length, ...letters]), ...leaves]);
  const affixes = makeAffixes();
  const content = Buffer.concat([affixes, tree]);
  const header = Buffer.alloc(HEADER);
  header.write('BDic');
  header.writeUInt16LE(2, 4);
  header.writeUInt32LE(HEADER, 8);
  header.writeUInt32LE(HEADER + affixes.length, 12);
  createHash('md5').update(content).digest().copy(header, 16);
  return Buffer.concat([header, content]);
}

/** One group of affixes that no word has, no rules, no replacements, and the letters to try in suggestions. */
function makeAffixes(): Buffer {
  const sections = ['AF 1\0AF A\0\0', '\0', '\0', 'TRY ESTROPCM\0\0'];
  const offsets = Buffer.alloc(16);
  let at = HEADER + offsets.length + 2;
  for (const [i, section] of sections.entries()) {
    offsets.writeUInt32LE(at, 4 * i);
    at += section.length;
  }
  return Buffer.concat([offsets, Buffer.from(`\n\n${sections.join('')}`)]);
}
