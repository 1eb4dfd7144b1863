/**
 * Writes `src/engine/common-letters.ts`: which six letters in a row are common in Vietnamese.
 *
 *   node scripts/count-letters.ts FILE…      plain Vietnamese text, UTF-8, the more the better
 *
 * To be run again only with more text, or when the fold table numbers letters in another way.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { placeOfLetters, RANKS } from '../src/engine/common-letters.ts';
import { KEY_WIDTH, SYMBOL_WIDTH, symbolOf } from '../src/engine/fold.ts';
import { KEY_LETTERS } from '../src/engine/key-places.ts';

const LAST_LETTER = 28;
const KEY_MASK = (1 << KEY_WIDTH) - 1;
const TARGET = 'src/engine/common-letters.ts';

const counts = new Map<number, number>();
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  let key = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    const symbol = symbolOf(text.charCodeAt(at));
    if (symbol === 0 || symbol > LAST_LETTER) continue;
    key = ((key << SYMBOL_WIDTH) | symbol) & KEY_MASK;
    if (++seen >= KEY_LETTERS) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
const classes = new Uint8Array(1 << 16);
const common = [...counts].sort((one, two) => two[1] - one[1]).slice(0, RANKS[0]);
for (const [rank, [key]] of common.entries()) {
  const place = placeOfLetters(key);
  classes[place] = Math.max(classes[place]!, RANKS.filter((most) => rank < most).length);
}
const bytes = Uint8Array.from({ length: classes.length / 4 }, (_, at) =>
  classes.subarray(4 * at, 4 * at + 4).reduce((byte, one, i) => byte | (one << (2 * i)), 0),
);
const source = readFileSync(TARGET, 'utf8');
const table = Buffer.from(bytes).toString('base64');
writeFileSync(TARGET, source.replace(/(const TABLE =\s*)'[^']*'/, `$1'${table}'`));
console.log(`${counts.size} different ones counted`);
